using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Models;

/// <summary>The types that clients expect in every catalogue: Referenceable, Asset, DataSet, Process and so on.</summary>
internal static class CoreModel
{
    private const string Resource = "AtlasHa.Catalog.Models.core-model.json";

    public static AtlasTypesDef Load()
    {
        using var stream = typeof(CoreModel).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"resource {Resource} is not in the assembly");
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return AtlasJson.Parse<AtlasTypesDef>(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
