using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Answers;

/// <summary>
/// Which part of the catalogue a read has looked at, or a write has put: a set of stripes, each of which stands for many guids and unique
/// values. What is absent has a stripe as well.
/// </summary>
internal sealed class Footprint
{
    private readonly HashSet<ushort> _stripes = [];

    /// <summary>True when it may be anything.</summary>
    public bool IsEverything { get; private set; }

    public IReadOnlyCollection<ushort> Stripes => _stripes;

    public void AddEverything() => IsEverything = true;

    /// <param name="guid">Of an entity or a relationship.</param>
    public void Add(string guid) => _stripes.Add((ushort)guid.GetHashCode(StringComparison.Ordinal));

    public void Add(IReadOnlyCollection<string> guids)
    {
        foreach (var guid in guids)
            Add(guid);
    }

    /// <summary>The relationship and its ends: it goes with either of them.</summary>
    public void Add(RelationshipRow row)
    {
        Add(row.Guid);
        Add(row.End1Guid);
        Add(row.End2Guid);
    }

    /// <summary>The entity that has the classification, and the one that it came from, whose row holds what it says.</summary>
    public void Add(ClassificationRow row)
    {
        Add(row.EntityGuid);
        Add(row.SourceGuid);
    }

    public void AddUnique(string attribute, string value) => _stripes.Add((ushort)HashCode.Combine(attribute, value));
}
