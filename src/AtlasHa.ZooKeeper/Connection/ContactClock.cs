namespace AtlasHa.ZooKeeper.Connection;

/// <summary>Monotonic time since something last happened; starts as if it happened now.</summary>
internal sealed class ContactClock(TimeProvider time)
{
    private long _last = time.GetTimestamp();

    public TimeSpan Elapsed => time.GetElapsedTime(Volatile.Read(ref _last));

    public void Touch() => Volatile.Write(ref _last, time.GetTimestamp());
}
