namespace AtlasHa.Bench.Rivals;

/// <summary>Patroni's three times in seconds: <c>ttl</c> is the ZooKeeper session, its rule is loop_wait + 2 retry_timeout &lt;= ttl.</summary>
internal sealed record PatroniSettings(string Name, int Ttl, int LoopWait, int RetryTimeout)
{
    public static readonly PatroniSettings Stock = new("stock", 30, 10, 10);

    public static readonly PatroniSettings Tuned = new("tuned", 5, 1, 2);
}
