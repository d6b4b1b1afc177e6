using Orleans;

namespace AtlasHa.Catalog.Model.Import;

/// <summary>How far a background import is, counted in entities with a file of their own.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AsyncImportDetails
{
    /// <summary>How many are in the store, to be taken.</summary>
    public int PublishedEntityCount { get; init; }

    public int TotalEntitiesCount { get; init; }

    public int ImportedEntitiesCount { get; init; }

    public int FailedEntitiesCount { get; init; }

    /// <summary>Guids of the first that were refused.</summary>
    public List<string> FailedEntities { get; init; } = [];

    /// <summary>Percent.</summary>
    public double ImportProgress { get; init; }

    /// <summary>Why, by guid; and by <c>typesdef</c> or <c>import</c> what ended all of it.</summary>
    public Dictionary<string, string> Failures { get; init; } = [];
}
