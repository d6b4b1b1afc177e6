using System.Text.Json.Serialization;
using AtlasHa.Catalog.Model.Instances;
using Orleans;

namespace AtlasHa.Catalog.Model.Glossary;

/// <summary>A term of a glossary with its relations to other terms, its categories and the entities that it is assigned to.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasGlossaryTerm : IWriteAnswer<AtlasGlossaryTerm>
{
    /// <summary>A leading <c>-</c> marks a new one.</summary>
    public string? Guid { get; init; }

    /// <summary>Name and glossary, such as <c>customer@sales</c>; filled by the server.</summary>
    public string? QualifiedName { get; init; }

    public string? Name { get; init; }

    public string? ShortDescription { get; init; }

    public string? LongDescription { get; init; }

    public List<string>? Examples { get; init; }

    public string? Abbreviation { get; init; }

    public string? Usage { get; init; }

    public Dictionary<string, object?>? AdditionalAttributes { get; init; }

    /// <summary>The glossary that it belongs to.</summary>
    public AtlasGlossaryHeader? Anchor { get; init; }

    public List<AtlasRelatedObjectId>? AssignedEntities { get; init; }

    public List<AtlasTermCategorizationHeader>? Categories { get; init; }

    public List<AtlasClassification>? Classifications { get; init; }

    public List<AtlasRelatedTermHeader>? SeeAlso { get; init; }

    public List<AtlasRelatedTermHeader>? Synonyms { get; init; }

    public List<AtlasRelatedTermHeader>? Antonyms { get; init; }

    public List<AtlasRelatedTermHeader>? PreferredTerms { get; init; }

    public List<AtlasRelatedTermHeader>? PreferredToTerms { get; init; }

    public List<AtlasRelatedTermHeader>? ReplacementTerms { get; init; }

    public List<AtlasRelatedTermHeader>? ReplacedBy { get; init; }

    public List<AtlasRelatedTermHeader>? TranslationTerms { get; init; }

    public List<AtlasRelatedTermHeader>? TranslatedTerms { get; init; }

    public List<AtlasRelatedTermHeader>? IsA { get; init; }

    public List<AtlasRelatedTermHeader>? Classifies { get; init; }

    public List<AtlasRelatedTermHeader>? ValidValues { get; init; }

    public List<AtlasRelatedTermHeader>? ValidValuesFor { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsReplayed { get; init; }

    /// <inheritdoc/>
    public AtlasGlossaryTerm AsReplayed() => this with { IsReplayed = true };
}
