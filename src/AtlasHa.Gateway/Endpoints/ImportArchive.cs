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
    private readonly long _maxFileBytes;

    private ImportArchive(ZipArchive archive, long maxFileBytes) => (_archive, _maxFileBytes) = (archive, maxFileBytes);

    /// <summary>Unpacked so far, as counted, not as the archive says.</summary>
    public long BytesRead { get; private set; }

    /// <param name="zip">Can be sought in.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="maxFileBytes">Of the file of the types and of each entity, unpacked.</param>
    public static async Task<ImportArchive> OpenAsync(Stream zip, CancellationToken cancellationToken, long maxFileBytes = MaxBytes)
    {
        try
        {
            return new ImportArchive(await ZipArchive.CreateAsync(zip, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken), maxFileBytes);
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

    public Task<AtlasTypesDef?> ReadTypesAsync(CancellationToken cancellationToken) => ParseAsync<AtlasTypesDef>(_archive.GetEntry(Types), _maxFileBytes, cancellationToken);

    /// <summary>In the order of the export, then those that it does not name.</summary>
    public async IAsyncEnumerable<AtlasEntityWithExtInfo> ReadEntitiesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var order = await ParseAsync<List<string?>>(_archive.GetEntry(Order), MaxBytes, cancellationToken) ?? [];
        var files = _archive.Entries.Where(entry => IsEntity(entry.FullName)).DistinctBy(entry => entry.FullName)
            .ToDictionary(entry => entry.FullName[..^Extension.Length], StringComparer.Ordinal);
        foreach (var guid in order.OfType<string>().Concat(files.Keys.Order(StringComparer.Ordinal)).Distinct(StringComparer.Ordinal))
            if (await ParseAsync<AtlasEntityWithExtInfo>(files.GetValueOrDefault(guid), _maxFileBytes, cancellationToken) is { } entity) yield return entity;
    }

    public ValueTask DisposeAsync() => _archive.DisposeAsync();

    private static bool IsEntity(string name) => name.EndsWith(Extension, StringComparison.Ordinal) && name is not (Types or Order or ExportArchive.Info);

    // A form's file answers a look for the directory before its beginning with the second one.
    private static bool IsBroken(Exception failure) => failure is InvalidDataException or ArgumentOutOfRangeException;

    private async Task<T?> ParseAsync<T>(ZipArchiveEntry? entry, long maxBytes, CancellationToken cancellationToken)
        where T : class
    {
        if (entry is null) return null;
        var end = BytesRead + maxBytes;
        try
        {
            await using var stream = new BoundedStream(await entry.OpenAsync(cancellationToken), bytes => Count(bytes, end, maxBytes));
            return await AtlasJson.ParseAsync<T>(stream, cancellationToken);
        }
        catch (Exception wrong) when (wrong is JsonException || IsBroken(wrong))
        {
            throw new AtlasException(AtlasErrorCode.ImportInvalidZipEntry, $"{entry.FullName}: {wrong.Message}");
        }
    }

    private void Count(int bytes, long end, long maxBytes)
    {
        BytesRead += bytes;
        if (BytesRead > end && end < MaxBytes) throw new InvalidDataException($"it has more than {maxBytes} bytes");
        if (BytesRead > MaxBytes) throw new InvalidDataException($"the files up to this one have more than {MaxBytes} bytes together");
    }
}
