namespace AtlasHa.Silo;

/// <summary>How the active instance serves.</summary>
public sealed class ActiveInstanceOptions
{
    /// <summary>How long a grain call waits for the election to name a silo before it fails.</summary>
    public TimeSpan PlacementPatience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often an instance asks the store for the epoch, so that its age and a lost term are noticed without traffic.</summary>
    public TimeSpan StoreProbeInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the store must have been failing, or a probe of it hanging, before an active one looks for somebody who can do better.</summary>
    public TimeSpan IllAfter { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the store may be at one group of writes before that counts as a failure of the store: reads may go on as if nothing were wrong.</summary>
    public TimeSpan WritesHangAfter { get; set; } = TimeSpan.FromSeconds(10);
}
