using System.Text.Json.Serialization;
using Orleans;

namespace AtlasHa.Catalog.Model.Discovery;

/// <summary>A search that a user keeps under a name.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasUserSavedSearch : IWriteAnswer<AtlasUserSavedSearch>
{
    public string? Guid { get; init; }

    public string? OwnerName { get; init; }

    public string? Name { get; init; }

    /// <summary>ADVANCED: its query is DSL.</summary>
    public SavedSearchType SearchType { get; init; }

    public SearchParameters? SearchParameters { get; init; }

    /// <summary>Whatever a user interface wants to keep with it.</summary>
    public string? UiParameters { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsReplayed { get; init; }

    /// <inheritdoc/>
    public AtlasUserSavedSearch AsReplayed() => this with { IsReplayed = true };
}

/// <summary>On the wire in upper case.</summary>
public enum SavedSearchType
{
    Basic,
    Advanced,
}
