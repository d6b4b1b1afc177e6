using Orleans;

namespace AtlasHa.Catalog.Model.Discovery;

/// <summary>How a text that somebody is typing may go on.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasSuggestionsResult
{
    public List<string> Suggestions { get; init; } = [];

    public string? PrefixString { get; init; }

    public string? FieldName { get; init; }
}
