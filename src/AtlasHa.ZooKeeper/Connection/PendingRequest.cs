using AtlasHa.ZooKeeper.Protocol;
using AtlasHa.ZooKeeper.Watches;

namespace AtlasHa.ZooKeeper.Connection;

/// <summary>A request from the moment it is made until it is answered, failed or withdrawn.</summary>
internal abstract class PendingRequest(OpCode opCode, string? path, ReadOnlyMemory<byte> body)
{
    public OpCode OpCode { get; } = opCode;

    /// <summary>The client's path, for error texts.</summary>
    public string? Path { get; } = path;

    public ReadOnlyMemory<byte> Body { get; } = body;

    /// <summary>Given when the request is queued on a connection.</summary>
    public int Xid { get; set; }

    /// <summary>Takes the answer. A body that cannot be read throws, and the request is still unanswered.</summary>
    public abstract void Complete(ErrorCode error, ref JuteReader body, WatchTable watches);

    public abstract void Fail(ErrorCode code, string detail, Exception? cause = null);
}

internal sealed class PendingRequest<T>(OpCode opCode, string? path, ReadOnlyMemory<byte> body, ReplyParser<T> parse)
    : PendingRequest(opCode, path, body)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => _completion.Task;

    public WatchRegistration? Watch { get; init; }

    /// <summary>NoNode is an answer, the default value of <typeparamref name="T"/>, and not an error.</summary>
    public bool MissingNodeIsDefault { get; init; }

    public override void Complete(ErrorCode error, ref JuteReader body, WatchTable watches)
    {
        var value = error == ErrorCode.Ok ? parse(ref body) : default;
        // Before the caller hears of the answer, so that no event can find the watch missing.
        if (Watch is { } watch && watch.EffectiveKind(error) is { } kind)
            watches.Register(kind, watch);
        if (error == ErrorCode.Ok || (error == ErrorCode.NoNode && MissingNodeIsDefault))
            _completion.TrySetResult(value!);
        else
            SetException(new ZooKeeperException(error, Path));
    }

    public override void Fail(ErrorCode code, string detail, Exception? cause = null)
        => SetException(new ZooKeeperException(code, Path, detail, cause));

    private void SetException(ZooKeeperException exception)
    {
        // Reading the exception marks it observed: a caller that cancelled its wait never looks at this task again.
        if (_completion.TrySetException(exception))
            _ = _completion.Task.Exception;
    }
}
