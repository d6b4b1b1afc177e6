using System.Collections.Concurrent;

namespace AtlasHa.Chaos.Tests.Load;

/// <summary>
/// The entities that users work on: a few at a time, so that users meet, and others after some hundred operations, so that no entity's history
/// becomes long and most are left as they are when the faults go on.
/// </summary>
internal sealed class KeyWindow(string prefix)
{
    private const int Width = 4;
    private const int OperationsPerGeneration = 1000;

    private readonly ConcurrentDictionary<string, bool> _used = new();
    private int _taken;
    private int _single;

    public IReadOnlyCollection<string> Used => [.. _used.Keys];

    /// <summary>An entity that others may use at the same time.</summary>
    public string Shared(Random random) => Use($"{prefix}-{Interlocked.Increment(ref _taken) / OperationsPerGeneration}-{random.Next(Width)}");

    /// <summary>An entity that nobody has used and nobody else will.</summary>
    public string Single() => Use($"{prefix}-s{Interlocked.Increment(ref _single)}");

    private string Use(string key)
    {
        _used.TryAdd(key, true);
        return key;
    }
}
