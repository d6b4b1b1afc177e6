using AtlasHa.Catalog.Model.Cluster;

namespace AtlasHa.Gateway.Tests;

/// <summary>What the instance <c>self</c> says of itself, as the test sets it.</summary>
internal sealed class SettableHeartbeat : IHeartbeatSource
{
    public InstanceHeartbeat Current { get; set; } = new()
    {
        InstanceId = "self",
        Status = "PASSIVE",
        Url = "http://self.example:21000",
        Version = "1.0",
        Tags = new Dictionary<string, string>(),
        Epoch = 7,
        ActiveInstanceId = "other",
        ActiveUrl = Views.OtherUrl,
        UptimeMs = 5,
        ZooKeeperAgeMs = 3,
    };

    public InstanceHeartbeat Read() => Current;
}
