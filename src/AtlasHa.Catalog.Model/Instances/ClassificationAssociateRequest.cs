using Orleans;

namespace AtlasHa.Catalog.Model.Instances;

/// <summary>Puts one classification on many entities, given by guid or by type and unique attributes.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record ClassificationAssociateRequest
{
    public AtlasClassification? Classification { get; init; }

    public List<string>? EntityGuids { get; init; }

    public string? EntityTypeName { get; init; }

    public List<Dictionary<string, object?>>? EntitiesUniqueAttributes { get; init; }
}
