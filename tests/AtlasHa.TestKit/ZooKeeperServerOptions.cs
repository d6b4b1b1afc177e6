namespace AtlasHa.TestKit;

/// <summary>Settings of a test server.</summary>
public sealed record ZooKeeperServerOptions
{
    /// <summary>The server's unit of time. Sessions may be between 2 ticks and <see cref="MaxSessionTimeout"/>.</summary>
    public TimeSpan TickTime { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan MaxSessionTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>More lines of zoo.cfg.</summary>
    public IReadOnlyList<string> ExtraConfiguration { get; init; } = [];

    /// <summary>More arguments for java, e.g. <c>-Dreadonlymode.enabled=true</c>.</summary>
    public IReadOnlyList<string> JvmArguments { get; init; } = [];

    /// <summary>The port takes TLS connections only, from clients with a certificate; then four-letter commands do not work. Null: plain TCP.</summary>
    public ZooKeeperServerTls? Tls { get; init; }
}
