namespace AtlasHa.Clustering.ZooKeeper.Membership;

/// <summary>A moment on the monotonic clock.</summary>
internal readonly struct Deadline(TimeProvider time, TimeSpan patience)
{
    private readonly long _started = time.GetTimestamp();

    public bool Passed => time.GetElapsedTime(_started) >= patience;
}
