namespace AtlasHa.ZooKeeper;

/// <summary>A <c>multi</c> of which nothing was applied.</summary>
/// <param name="code">The code of the first operation that failed by itself.</param>
/// <param name="path">That operation's path.</param>
/// <param name="index">That operation's place in the request.</param>
public sealed class ZooKeeperMultiException(ErrorCode code, string? path, int index)
    : ZooKeeperException(code, path, $"operation {index} of the transaction failed; nothing was applied")
{
    public int FailedIndex { get; } = index;
}
