using System.IO.Compression;
using AtlasHa.Catalog.Model.Json;

namespace AtlasHa.Gateway.Export;

/// <summary>
/// Writes the ZIP of an export file by file; <see cref="Endpoints.ImportArchive"/> reads it. Without <see cref="FinishAsync"/> it stays without its end, so that
/// no reader takes it for a whole one.
/// </summary>
internal sealed class ExportArchive : IDisposable
{
    public const string Types = "atlas-typesdef.json";
    public const string Order = "atlas-export-order.json";
    public const string Info = "atlas-export-info.json";
    public const string Extension = ".json";

    private readonly PassingStream _passing;
    private readonly ZipArchive _zip;

    public ExportArchive(Stream target)
    {
        // Its asynchronous methods end each file synchronously, which a server's response refuses.
        _passing = new PassingStream(target);
        _zip = new ZipArchive(_passing, ZipArchiveMode.Create, leaveOpen: true);
    }

    public Task AddAsync<T>(string name, T value, CancellationToken cancellationToken)
    {
        using (var entry = _zip.CreateEntry(name, CompressionLevel.Fastest).Open())
            entry.Write(AtlasJson.Write(value));
        return _passing.PassOnAsync(cancellationToken);
    }

    public Task FinishAsync(CancellationToken cancellationToken)
    {
        _zip.Dispose();
        return _passing.PassOnAsync(cancellationToken);
    }

    public void Dispose()
    {
        _zip.Dispose();
        _passing.Dispose();
    }
}
