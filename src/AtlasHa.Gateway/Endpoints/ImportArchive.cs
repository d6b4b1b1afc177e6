using System.IO.Compression;
using System.Text.Json;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Import;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Gateway.Export;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>The ZIP of Atlas's <c>admin/export</c>: types, the order of the entities, and a file for each of them.</summary>
internal static class ImportArchive
{
    private const string Types = ExportArchive.Types;
    private const string Order = ExportArchive.Order;
    private const string Extension = ExportArchive.Extension;

    /// <summary>Of all files together, unpacked; a small archive could otherwise unpack to more than there is memory.</summary>
    private const long MaxBytes = 1L << 30;

    /// <exception cref="AtlasException">400-00-09F: no ZIP, a file in it that is not what it should be, or too much of them.</exception>
    public static async Task<ImportBatch> ReadAsync(Stream zip, CancellationToken cancellationToken)
    {
        try
        {
            await using var archive = await ZipArchive.CreateAsync(zip, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken);
            if (archive.Entries.Sum(entry => entry.Length) > MaxBytes)
                throw new AtlasException(AtlasErrorCode.ImportInvalidZipEntry, $"the files have more than {MaxBytes} bytes together");
            var order = await ParseAsync<List<string>>(archive.GetEntry(Order), cancellationToken) ?? [];
            var files = archive.Entries.Where(entry => IsEntity(entry.FullName)).DistinctBy(entry => entry.FullName)
                .ToDictionary(entry => entry.FullName[..^Extension.Length], StringComparer.Ordinal);
            List<AtlasEntityWithExtInfo> entities = [];
            foreach (var guid in order.Concat(files.Keys.Order(StringComparer.Ordinal)).Distinct(StringComparer.Ordinal))
                if (await ParseAsync<AtlasEntityWithExtInfo>(files.GetValueOrDefault(guid), cancellationToken) is { } entity) entities.Add(entity);
            return new ImportBatch { Types = await ParseAsync<AtlasTypesDef>(archive.GetEntry(Types), cancellationToken), Entities = entities };
        }
        // A form's file answers a look for the directory before its beginning with the second one.
        catch (Exception broken) when (broken is InvalidDataException or ArgumentOutOfRangeException)
        {
            throw new AtlasException(AtlasErrorCode.ImportInvalidZipEntry, broken.Message);
        }
    }

    private static bool IsEntity(string name) => name.EndsWith(Extension, StringComparison.Ordinal) && name is not (Types or Order or ExportArchive.Info);

    private static async Task<T?> ParseAsync<T>(ZipArchiveEntry? entry, CancellationToken cancellationToken)
        where T : class
    {
        if (entry is null) return null;
        try
        {
            await using var stream = await entry.OpenAsync(cancellationToken);
            return await AtlasJson.ParseAsync<T>(stream, cancellationToken);
        }
        catch (JsonException wrong)
        {
            throw new AtlasException(AtlasErrorCode.ImportInvalidZipEntry, $"{entry.FullName}: {wrong.Message}");
        }
    }
}
