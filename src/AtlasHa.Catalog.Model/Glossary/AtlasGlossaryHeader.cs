using Orleans;

namespace AtlasHa.Catalog.Model.Glossary;

/// <summary>The glossary that a term or category belongs to.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasGlossaryHeader
{
    public string? GlossaryGuid { get; init; }

    public string? RelationGuid { get; init; }

    public string? DisplayText { get; init; }
}
