using System.Net;

namespace AtlasHa.Chaos.Tests.Harness;

/// <summary>A host of a <see cref="HostNetwork"/>.</summary>
/// <param name="Name">Of its network namespace.</param>
internal sealed record NetworkHost(string Name, IPAddress Address)
{
    /// <summary>The program, with its arguments, that becomes what follows it, on this host.</summary>
    public IReadOnlyList<string> Launcher => ["ip", "netns", "exec", Name];

    /// <summary>Settings of an instance that others than its own host have to reach.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["AtlasHa:Http:Address"] = $"{Address}",
        ["AtlasHa:Silo:Address"] = $"{Address}",
        ["AtlasHa:Security:AllowUnauthenticatedNetworkAccess"] = "true",
    };
}
