using Orleans;

namespace AtlasHa.Catalog.Model.Discovery;

/// <summary>A search whose results are to become a file.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record SearchDownloadRequest
{
    /// <summary>Of a search in the query language only query, typeName, classification and offset count.</summary>
    public SearchParameters? SearchParameters { get; init; }

    /// <summary>Further columns: what stands over each, and the attribute that is in it.</summary>
    public Dictionary<string, string?>? AttributeLabelMap { get; init; }
}
