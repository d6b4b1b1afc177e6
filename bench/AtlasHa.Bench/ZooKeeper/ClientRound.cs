namespace AtlasHa.Bench.ZooKeeper;

/// <summary>One round of one client: requests, seconds, and latency percentiles in microseconds.</summary>
internal sealed record ClientRound(long Requests, double Seconds, double P50Micros, double P99Micros)
{
    public double PerSecond => Requests / Seconds;
}
