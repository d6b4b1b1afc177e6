using System.Text.Json.Serialization;
using AtlasHa.Catalog.Model.Instances;
using Orleans;

namespace AtlasHa.Catalog.Model.Glossary;

/// <summary>A category of a glossary with its place in the hierarchy and its terms.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasGlossaryCategory : IWriteAnswer<AtlasGlossaryCategory>
{
    /// <summary>A leading <c>-</c> marks a new one.</summary>
    public string? Guid { get; init; }

    /// <summary>The way up to the glossary, such as <c>child.parent@sales</c>; filled by the server.</summary>
    public string? QualifiedName { get; init; }

    public string? Name { get; init; }

    public string? ShortDescription { get; init; }

    public string? LongDescription { get; init; }

    public Dictionary<string, object?>? AdditionalAttributes { get; init; }

    /// <summary>The glossary that it belongs to.</summary>
    public AtlasGlossaryHeader? Anchor { get; init; }

    public AtlasRelatedCategoryHeader? ParentCategory { get; init; }

    public List<AtlasRelatedCategoryHeader>? ChildrenCategories { get; init; }

    public List<AtlasRelatedTermHeader>? Terms { get; init; }

    public List<AtlasClassification>? Classifications { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsReplayed { get; init; }

    /// <inheritdoc/>
    public AtlasGlossaryCategory AsReplayed() => this with { IsReplayed = true };
}
