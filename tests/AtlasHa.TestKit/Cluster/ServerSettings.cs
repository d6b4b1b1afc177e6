namespace AtlasHa.TestKit.Cluster;

/// <summary>What one instance of a test cluster is started with.</summary>
public sealed record ServerSettings
{
    public required string InstanceId { get; init; }

    public required int HttpPort { get; init; }

    public required int SiloPort { get; init; }

    public required int GatewayPort { get; init; }

    public required string ConnectString { get; init; }

    public required string Folder { get; init; }

    public required string StorePath { get; init; }

    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Whether a passive rehearses the take-over after its start, as the product does by default. It costs CPU seconds at each start of each instance, which
    /// only tests about it, and measurements, need.
    /// </summary>
    public bool Rehearses { get; init; }

    /// <summary>Further settings by their configuration key, e.g. <c>AtlasHa:Gateway:HoldTimeout</c>.</summary>
    public IReadOnlyDictionary<string, string> Extra { get; init; } = new Dictionary<string, string>();

    /// <summary><c>name:password</c> of a user, if users are configured among <see cref="Extra"/>.</summary>
    public string? User { get; init; }

    /// <summary>The program, with its arguments, that starts the server, e.g. <c>ip netns exec NAME</c>; it must become the server, by exec. Empty: none.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    public Uri Url => new($"http://127.0.0.1:{HttpPort}");

    public IReadOnlyDictionary<string, string> ToConfiguration() => new Dictionary<string, string>(Extra)
    {
        ["AtlasHa:InstanceId"] = InstanceId,
        ["AtlasHa:Http:Port"] = $"{HttpPort}",
        ["AtlasHa:Silo:Port"] = $"{SiloPort}",
        ["AtlasHa:Silo:GatewayPort"] = $"{GatewayPort}",
        ["AtlasHa:ZooKeeper:ConnectString"] = ConnectString,
        ["AtlasHa:ZooKeeper:SessionTimeout"] = SessionTimeout.ToString(),
        ["AtlasHa:Store:Sqlite:Path"] = StorePath,
        ["AtlasHa:RehearseTakeover"] = Rehearses ? "true" : "false",
    };
}
