using System.Text.Json.Serialization;
using AtlasHa.Catalog.Model.Instances;
using Orleans;

namespace AtlasHa.Catalog.Model.Glossary;

/// <summary>A glossary. Empty members are absent in answers.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public record AtlasGlossary : IWriteAnswer<AtlasGlossary>
{
    /// <summary>A leading <c>-</c> marks a new one.</summary>
    public string? Guid { get; init; }

    /// <summary>The name, unless it was created with another; never changes.</summary>
    public string? QualifiedName { get; init; }

    public string? Name { get; init; }

    public string? ShortDescription { get; init; }

    public string? LongDescription { get; init; }

    public string? Language { get; init; }

    public string? Usage { get; init; }

    public Dictionary<string, object?>? AdditionalAttributes { get; init; }

    public List<AtlasRelatedTermHeader>? Terms { get; init; }

    public List<AtlasRelatedCategoryHeader>? Categories { get; init; }

    public List<AtlasClassification>? Classifications { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsReplayed { get; init; }

    /// <inheritdoc/>
    public AtlasGlossary AsReplayed() => this with { IsReplayed = true };
}

/// <summary>A glossary with its terms and categories in full, by guid.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasGlossaryExtInfo : AtlasGlossary
{
    public AtlasGlossaryExtInfo()
    {
    }

    public AtlasGlossaryExtInfo(AtlasGlossary glossary) : base(glossary)
    {
    }

    public Dictionary<string, AtlasGlossaryTerm>? TermInfo { get; init; }

    public Dictionary<string, AtlasGlossaryCategory>? CategoryInfo { get; init; }
}
