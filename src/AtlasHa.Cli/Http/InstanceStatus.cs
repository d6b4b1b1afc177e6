namespace AtlasHa.Cli.Http;

/// <summary>The states of an instance: Atlas's four, one that other instances report, and two that only this tool can tell.</summary>
internal static class InstanceStatus
{
    public const string Active = "ACTIVE";
    public const string Passive = "PASSIVE";

    /// <summary>The process may live, but did not answer.</summary>
    public const string Unreachable = "UNREACHABLE";

    /// <summary>The process has ended (known for local clusters only).</summary>
    public const string Down = "DOWN";
}
