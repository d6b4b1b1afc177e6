using Orleans;

namespace AtlasHa.Catalog.Model.Glossary;

/// <summary>Which glossaries a search is about.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record GlossaryFilter
{
    /// <summary>A part of the name, in any case.</summary>
    public string? Name { get; init; }

    public string? Guid { get; init; }
}
