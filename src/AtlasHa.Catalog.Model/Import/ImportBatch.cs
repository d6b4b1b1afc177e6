using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.TypeDefs;
using Orleans;

namespace AtlasHa.Catalog.Model.Import;

/// <summary>A part of another catalogue: types, and entities that keep their guids.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record ImportBatch
{
    /// <summary>Those of the request, for the admin audit.</summary>
    public Dictionary<string, object?>? Options { get; init; }

    public AtlasTypesDef? Types { get; init; }

    /// <summary>In the order of the export, so that what owns others comes before them.</summary>
    public IReadOnlyList<AtlasEntityWithExtInfo> Entities { get; init; } = [];
}
