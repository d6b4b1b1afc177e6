namespace AtlasHa.ZooKeeper;

/// <summary>What the modes have in common.</summary>
internal static class CreateModes
{
    public static bool IsSequential(CreateMode mode)
        => mode is CreateMode.PersistentSequential or CreateMode.EphemeralSequential or CreateMode.PersistentSequentialWithTtl;

    /// <summary>Throws <see cref="ArgumentException"/> unless a lifetime is given for exactly the modes that have one.</summary>
    public static void CheckTtl(CreateMode mode, TimeSpan? ttl)
    {
        if (!Enum.IsDefined(mode))
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "unknown create mode");
        var needsTtl = mode is CreateMode.PersistentWithTtl or CreateMode.PersistentSequentialWithTtl;
        if (needsTtl && ttl is null)
            throw new ArgumentException($"{mode} needs a time to live; give one to {nameof(IZooKeeperClient.Create2Async)} (a transaction cannot take one).", nameof(ttl));
        if (!needsTtl && ttl is not null)
            throw new ArgumentException($"{mode} takes no time to live.", nameof(ttl));
        if (ttl is { TotalMilliseconds: < 1 })
            throw new ArgumentOutOfRangeException(nameof(ttl), ttl, "a time to live is at least a millisecond");
    }
}
