using Orleans;

namespace AtlasHa.Catalog.Model.Glossary;

/// <summary>Which part of a list is asked for, in which order of names.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record PageOptions
{
    public static PageOptions All { get; } = new();

    public bool IsDescending { get; init; }

    /// <summary>Most items; negative: all.</summary>
    public int Limit { get; init; } = -1;

    /// <summary>Items to leave out at the beginning.</summary>
    public int Offset { get; init; }
}
