using Orleans;

namespace AtlasHa.Catalog.Model.Instances;

/// <summary>What lists and mutation responses show of an entity: its header attributes and the names of what hangs on it.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasEntityHeader : AtlasStruct
{
    public string? Guid { get; init; }

    public EntityStatus? Status { get; init; }

    public string? DisplayText { get; init; }

    public List<string>? ClassificationNames { get; init; }

    public List<AtlasClassification>? Classifications { get; init; }

    public List<string>? MeaningNames { get; init; }

    public List<AtlasTermAssignmentHeader>? Meanings { get; init; }

    public bool? IsIncomplete { get; init; }

    public List<string>? Labels { get; init; }
}
