namespace AtlasHa.ZooKeeper.Protocol;

/// <summary>Results of a transaction in order, or the first operation that failed by itself.</summary>
internal sealed record MultiReply(IReadOnlyList<OperationResult> Results, (int Index, ErrorCode Code)? Failure);
