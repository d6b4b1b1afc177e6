namespace AtlasHa.Chaos.Tests.Checks;

/// <summary>Which operations have been put in order so far, and the state that they led to: what is tried once need not be tried again.</summary>
internal sealed class Configuration : IEquatable<Configuration>
{
    private readonly ulong[] _ordered;
    private readonly long _state;
    private readonly int _hash;

    private Configuration(ulong[] ordered, long state)
    {
        var hash = new HashCode();
        hash.Add(state);
        foreach (var word in ordered) hash.Add(word);
        (_ordered, _state, _hash) = (ordered, state, hash.ToHashCode());
    }

    /// <summary>The set <paramref name="ordered"/> with one operation more.</summary>
    public static Configuration With(ulong[] ordered, int operation, long state)
    {
        var more = (ulong[])ordered.Clone();
        more[operation / 64] |= 1UL << (operation % 64);
        return new(more, state);
    }

    public bool Equals(Configuration? other) => other is not null && _state == other._state && _ordered.AsSpan().SequenceEqual(other._ordered);

    public override bool Equals(object? obj) => Equals(obj as Configuration);

    public override int GetHashCode() => _hash;
}
