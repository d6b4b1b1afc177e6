using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Models;

/// <summary>The types that clients expect in every catalogue: Referenceable, Asset, DataSet, Process and so on, then those of glossaries.</summary>
internal static class CoreModel
{
    private static readonly string[] Resources = ["AtlasHa.Catalog.Models.core-model.json", "AtlasHa.Catalog.Models.glossary-model.json"];

    public static IEnumerable<AtlasTypesDef> Load() => Resources.Select(Load);

    private static AtlasTypesDef Load(string resource)
    {
        using var stream = typeof(CoreModel).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"resource {resource} is not in the assembly");
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return AtlasJson.Parse<AtlasTypesDef>(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
