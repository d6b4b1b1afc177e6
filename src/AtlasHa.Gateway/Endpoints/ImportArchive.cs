using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Import;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Gateway.Export;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>
/// The ZIP of Atlas's <c>admin/export</c>: types, the order of the entities, and a file for each of them. All of it may throw 400-00-09F: no ZIP, a file in
/// it that is not what it should be, or too much of them.
/// </summary>
internal sealed class ImportArchive : IAsyncDisposable
{
    private const string Types = ExportArchive.Types;
    private const string Order = ExportArchive.Order;
    private const string Extension = ExportArchive.Extension;

    /// <summary>Of all files together, unpacked; a small archive could otherwise unpack to more than there is memory.</summary>
    private const long MaxBytes = 1L << 30;

    private readonly ZipArchive _archive;

    private ImportArchive(ZipArchive archive) => _archive = archive;

    /// <summary>Unpacked so far, as counted, not as the archive says.</summary>
    public long BytesRead { get; private set; }

    public static async Task<ImportArchive> OpenAsync(Stream zip, CancellationToken cancellationToken)
    {
        try
        {
            return new ImportArchive(await ZipArchive.CreateAsync(zip, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken));
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            throw new AtlasException(AtlasErrorCode.ImportInvalidZipEntry, broken.Message);
        }
    }

    /// <summary>All of it.</summary>
    public static async Task<ImportBatch> ReadAsync(Stream zip, CancellationToken cancellationToken)
    {
        await using var archive = await OpenAsync(zip, cancellationToken);
        List<AtlasEntityWithExtInfo> entities = [];
        await foreach (var entity in archive.ReadEntitiesAsync(cancellationToken)) entities.Add(entity);
        return new ImportBatch { Types = await archive.ReadTypesAsync(cancellationToken), Entities = entities };
    }

    public Task<AtlasTypesDef?> ReadTypesAsync(CancellationToken cancellationToken) => ParseAsync<AtlasTypesDef>(_archive.GetEntry(Types), cancellationToken);

    /// <summary>In the order of the export, then those that it does not name.</summary>
    public async IAsyncEnumerable<AtlasEntityWithExtInfo> ReadEntitiesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var order = await ParseAsync<List<string>>(_archive.GetEntry(Order), cancellationToken) ?? [];
        var files = _archive.Entries.Where(entry => IsEntity(entry.FullName)).DistinctBy(entry => entry.FullName)
            .ToDictionary(entry => entry.FullName[..^Extension.Length], StringComparer.Ordinal);
        foreach (var guid in order.Concat(files.Keys.Order(StringComparer.Ordinal)).Distinct(StringComparer.Ordinal))
            if (await ParseAsync<AtlasEntityWithExtInfo>(files.GetValueOrDefault(guid), cancellationToken) is { } entity) yield return entity;
    }

    public ValueTask DisposeAsync() => _archive.DisposeAsync();

    private static bool IsEntity(string name) => name.EndsWith(Extension, StringComparison.Ordinal) && name is not (Types or Order or ExportArchive.Info);

    // A form's file answers a look for the directory before its beginning with the second one.
    private static bool IsBroken(Exception failure) => failure is InvalidDataException or ArgumentOutOfRangeException;

    private async Task<T?> ParseAsync<T>(ZipArchiveEntry? entry, CancellationToken cancellationToken)
        where T : class
    {
        if (entry is null) return null;
        try
        {
            await using var stream = new BoundedStream(await entry.OpenAsync(cancellationToken), Count);
            return await AtlasJson.ParseAsync<T>(stream, cancellationToken);
        }
        catch (Exception wrong) when (wrong is JsonException || IsBroken(wrong))
        {
            throw new AtlasException(AtlasErrorCode.ImportInvalidZipEntry, $"{entry.FullName}: {wrong.Message}");
        }
    }

    private void Count(int bytes)
    {
        BytesRead += bytes;
        if (BytesRead > MaxBytes) throw new InvalidDataException($"the files up to this one have more than {MaxBytes} bytes together");
    }
}
