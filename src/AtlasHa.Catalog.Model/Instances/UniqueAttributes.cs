using Orleans;

namespace AtlasHa.Catalog.Model.Instances;

/// <summary>Unique attributes by name, with their values as text; equal when they hold the same.</summary>
[GenerateSerializer, Immutable]
public sealed class UniqueAttributes : IEquatable<UniqueAttributes>
{
    [Id(0)]
    private readonly Dictionary<string, string> _values;

    public UniqueAttributes(IReadOnlyDictionary<string, string> values) => _values = new Dictionary<string, string>(values, StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Values => _values;

    public bool Equals(UniqueAttributes? other) =>
        other is not null && _values.Count == other._values.Count
        && _values.All(pair => other._values.TryGetValue(pair.Key, out var value) && value == pair.Value);

    public override bool Equals(object? obj) => Equals(obj as UniqueAttributes);

    /// <summary>The same in whatever order they were given.</summary>
    public override int GetHashCode() => _values.Aggregate(0, (hash, pair) => hash ^ HashCode.Combine(pair.Key, pair.Value));
}
