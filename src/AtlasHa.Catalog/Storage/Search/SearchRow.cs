namespace AtlasHa.Catalog.Storage.Search;

/// <summary>All that the search index holds of one entity.</summary>
/// <param name="Guid">The entity, which is in the store already.</param>
/// <param name="IsNew">The index has nothing of it yet.</param>
/// <param name="Values">Its values, each once.</param>
/// <param name="Words">Its words, lower-case letters and digits separated by single blanks; null leaves those that are there.</param>
public sealed record SearchRow(string Guid, bool IsNew, IReadOnlyCollection<SearchValue> Values, string? Words);
