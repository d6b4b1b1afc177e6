namespace AtlasHa.Catalog.Entities;

/// <summary>
/// What the store keeps of an entity beside its row's columns, as JSON. Relationships and classifications are rows of their own and not in here.
/// </summary>
internal sealed record EntityDocument
{
    /// <summary>Values in normal form by attribute name; an attribute that was never set is absent.</summary>
    public Dictionary<string, object?> Attributes { get; init; } = [];

    public List<string>? Labels { get; init; }

    public Dictionary<string, string?>? CustomAttributes { get; init; }

    /// <summary>Business metadata name to attribute name to value in normal form.</summary>
    public Dictionary<string, Dictionary<string, object?>?>? BusinessAttributes { get; init; }

    public bool? IsIncomplete { get; init; }

    public string? HomeId { get; init; }

    public int? ProvenanceType { get; init; }
}
