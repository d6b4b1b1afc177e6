using System.IO.Compression;
using System.Text.Json;

namespace AtlasHa.Cli.Loading.Remote;

/// <summary>Makes ZIPs of the form of <c>admin/export</c> out of what the REST API gives.</summary>
internal static class ImportPart
{
    public static byte[] OfTypes(ReadOnlySpan<byte> types)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var order = zip.CreateEntry(ExportArchive.Order, CompressionLevel.Fastest).Open()) order.Write("[]"u8);
            using var entry = zip.CreateEntry(ExportArchive.Types, CompressionLevel.Fastest).Open();
            entry.Write(types);
        }

        return buffer.ToArray();
    }

    /// <param name="guids">The entities, in the order in which they are to be imported.</param>
    /// <param name="all">Those, by their guids.</param>
    /// <param name="together">Gives each those of all along that it refers to, as when each needs the other.</param>
    public static byte[] OfEntities(IReadOnlyList<string> guids, IReadOnlyDictionary<string, JsonElement> all, bool together)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var order = zip.CreateEntry(ExportArchive.Order, CompressionLevel.Fastest).Open()) JsonSerializer.Serialize(order, guids);
            foreach (var guid in guids)
            {
                using var entry = zip.CreateEntry(guid + ExportArchive.Extension, CompressionLevel.Fastest).Open();
                var referred = together ? References.Reachable(guid, all) : [];
                JsonSerializer.Serialize(entry, new { referredEntities = referred.ToDictionary(other => other, other => all[other]), entity = all[guid] });
            }
        }

        return buffer.ToArray();
    }
}
