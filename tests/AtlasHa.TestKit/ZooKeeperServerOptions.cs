namespace AtlasHa.TestKit;

/// <summary>Settings of a test server.</summary>
public sealed record ZooKeeperServerOptions
{
    /// <summary>The server's unit of time. Sessions may be between 2 ticks and <see cref="MaxSessionTimeout"/>.</summary>
    public TimeSpan TickTime { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan MaxSessionTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>More lines of zoo.cfg.</summary>
    public IReadOnlyList<string> ExtraConfiguration { get; init; } = [];
}
