using System.Text.Json;
using AtlasHa.Catalog.Model.Json;

namespace AtlasHa.Catalog.Models.Patches;

/// <summary>The content of a patch file.</summary>
internal sealed record PatchFile
{
    public List<TypeDefPatch>? Patches { get; init; }

    /// <summary>The patches in their order. One without id gets the name of the file and its place in it.</summary>
    /// <exception cref="JsonException">Not a patch file; the message says what is wrong and where.</exception>
    public static IReadOnlyList<TypeDefPatch> Parse(ReadOnlySpan<byte> utf8, string fileName) =>
    [
        .. (AtlasJson.Parse<PatchFile>(utf8).Patches ?? [])
            .Select((patch, i) => string.IsNullOrEmpty(patch.Id) ? patch with { Id = $"{fileName}_{i}" } : patch),
    ];
}
