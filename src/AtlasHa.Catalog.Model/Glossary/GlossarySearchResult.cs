using AtlasHa.Catalog.Model.Instances;
using Orleans;

namespace AtlasHa.Catalog.Model.Glossary;

/// <summary>Terms and categories that were found, below their glossaries. Empty members are absent.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record GlossarySearchResult
{
    public List<GlossaryDetail>? Glossary { get; init; }

    /// <summary>How many terms and categories there are in all; exact.</summary>
    public long ApproximateCount { get; init; }
}

/// <summary>A glossary with those of its terms and categories that are on the page, in the order of the search.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record GlossaryDetail
{
    public string? Name { get; init; }

    public string? Guid { get; init; }

    public string? ShortDescription { get; init; }

    public string? LongDescription { get; init; }

    public string? Status { get; init; }

    public List<GlossaryRecordDetail>? Terms { get; init; }

    public List<GlossaryRecordDetail>? Categories { get; init; }
}

/// <summary>A term or category that was found.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record GlossaryRecordDetail
{
    public string? Name { get; init; }

    public string? QualifiedName { get; init; }

    public string? Guid { get; init; }

    public string? ShortDescription { get; init; }

    public string? LongDescription { get; init; }

    public string? Status { get; init; }

    public List<AtlasClassification>? Classifications { get; init; }

    public Dictionary<string, object?>? CustomAttributes { get; init; }
}
