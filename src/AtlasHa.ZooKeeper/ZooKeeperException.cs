namespace AtlasHa.ZooKeeper;

/// <summary>A request that failed, with ZooKeeper's code and the path it was for.</summary>
public class ZooKeeperException(ErrorCode code, string? path, string? detail = null, Exception? inner = null)
    : Exception(Describe(code, path, detail), inner)
{
    public ErrorCode Code { get; } = code;

    public string? Path { get; } = path;

    /// <summary>
    /// True when the request may or may not have been applied: the answer was lost
    /// (<see cref="ErrorCode.ConnectionLoss"/>, <see cref="ErrorCode.OperationTimeout"/>, or a session that expired under way).
    /// </summary>
    public bool OutcomeUnknown => Code is ErrorCode.ConnectionLoss or ErrorCode.OperationTimeout or ErrorCode.RequestTimeout or ErrorCode.SessionExpired;

    private static string Describe(ErrorCode code, string? path, string? detail)
        => $"ZooKeeper: {code}{(path is null ? "" : $" at {path}")}{(detail is null ? "" : $": {detail}")}";
}
