namespace AtlasHa.Bench.ZooKeeper;

/// <summary>What a round does.</summary>
/// <param name="Operation"><c>get</c>, <c>set</c> or <c>create</c>, as the C driver names them.</param>
/// <param name="Path">The node; of a creation the parent.</param>
/// <param name="Window">Requests under way at the same time.</param>
/// <param name="Length">How long.</param>
internal sealed record Work(string Operation, string Path, int Window, TimeSpan Length);
