using System.IO.Compression;
using System.Text.Json;
using AtlasHa.Cli.Loading.Remote;

namespace AtlasHa.Cli.Loading;

/// <summary>The ZIP of an Apache Atlas's <c>admin/export</c>, and parts of it that are such ZIPs themselves.</summary>
internal sealed class ExportArchive : IEntityReader, IDisposable
{
    public const string Types = "atlas-typesdef.json";
    public const string Order = "atlas-export-order.json";
    public const string Extension = ".json";

    private const string Info = "atlas-export-info.json";

    private readonly ZipArchive _zip;

    private ExportArchive(ZipArchive zip, IReadOnlyList<string> guids) => (_zip, Guids) = (zip, guids);

    /// <summary>Guids of the entities, in the order in which they were exported.</summary>
    public IReadOnlyList<string> Guids { get; }

    public bool HasTypes => _zip.GetEntry(Types) is not null;

    /// <exception cref="CliException">The file is no export.</exception>
    public static ExportArchive Open(string path)
    {
        var stream = File.OpenRead(path);
        try
        {
            var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            string[] named = zip.GetEntry(Order) is { } order ? Parse(order) : [];
            var there = zip.Entries.Select(entry => entry.FullName).Where(name => name.EndsWith(Extension, StringComparison.Ordinal) && name is not (Types or Order or Info))
                .Select(name => name[..^Extension.Length]).ToHashSet(StringComparer.Ordinal);
            string[] guids = [.. named.Where(there.Contains).Distinct(), .. there.Except(named).Order(StringComparer.Ordinal)];
            return guids.Length > 0 || zip.GetEntry(Types) is not null ? new ExportArchive(zip, guids) : throw new InvalidDataException("it holds neither types nor entities");
        }
        catch (Exception failure) when (failure is InvalidDataException or JsonException)
        {
            stream.Dispose();
            throw new CliException($"{path} is no export of Apache Atlas: {failure.Message}", failure);
        }
    }

    /// <summary>A ZIP of some of the entities.</summary>
    public byte[] Part(IReadOnlyList<string> guids, bool withTypes)
    {
        using var buffer = new MemoryStream();
        using (var part = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            if (withTypes && _zip.GetEntry(Types) is { } types) Copy(types, part);
            using (var order = part.CreateEntry(Order).Open()) JsonSerializer.Serialize(order, guids);
            foreach (var guid in guids) Copy(_zip.GetEntry(guid + Extension)!, part);
        }

        return buffer.ToArray();
    }

    /// <summary>With those that come along with them.</summary>
    /// <inheritdoc/>
    public async Task<SourceEntities> ReadAsync(IReadOnlyList<ListedEntity> wanted, CancellationToken cancellationToken)
    {
        var read = new SourceEntities();
        foreach (var guid in wanted.Select(entity => entity.Guid))
        {
            if (_zip.GetEntry(guid + Extension) is not { } entry) continue;
            using var stream = entry.Open();
            using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
            if (document.RootElement.TryGetProperty("referredEntities", out var referred) && referred.ValueKind == JsonValueKind.Object)
            {
                foreach (var part in referred.EnumerateObject()) read.Add(part.Name, part.Value.Clone());
            }

            if (document.RootElement.TryGetProperty("entity", out var entity)) read.Add(guid, entity.Clone());
        }

        return read;
    }

    public void Dispose() => _zip.Dispose();

    private static string[] Parse(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        return JsonSerializer.Deserialize<string[]>(stream) ?? [];
    }

    private static void Copy(ZipArchiveEntry from, ZipArchive to)
    {
        using var source = from.Open();
        using var target = to.CreateEntry(from.FullName).Open();
        source.CopyTo(target);
    }
}
