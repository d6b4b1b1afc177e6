using Orleans;

namespace AtlasHa.Catalog.Model.Instances;

/// <summary>What became of one part of an imported file.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record ImportInfo
{
    /// <summary>What it was for, such as an entity's guid.</summary>
    public string? ParentObjectName { get; init; }

    /// <summary>What was to be put there.</summary>
    public string? ChildObjectName { get; init; }

    public ImportStatus ImportStatus { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Remarks { get; init; }

    /// <summary>The line, counted from 1 below the heading.</summary>
    public int RowNumber { get; init; }
}
