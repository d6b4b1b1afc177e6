using AtlasHa.ZooKeeper;

namespace AtlasHa.Clustering.ZooKeeper.Tests.Harness;

/// <summary>
/// Real sessions to a real server between which and the table a fault can be put: the answer of a transaction, or the
/// transaction itself, gets lost once.
/// </summary>
internal sealed class FaultySessions(IZooKeeperClientFactory real) : IZooKeeperClientFactory
{
    private readonly Queue<(bool Applied, Func<Task> Then)> _faults = new();

    /// <summary>Every session that was made, oldest first.</summary>
    public List<IZooKeeperClient> Made { get; } = [];

    public int Transactions { get; private set; }

    /// <summary>The next transaction takes effect, but its answer gets lost; <paramref name="then"/> happens before anybody notices.</summary>
    public void LoseNextAnswer(Func<Task>? then = null) => _faults.Enqueue((Applied: true, then ?? (() => Task.CompletedTask)));

    /// <summary>The next transaction never arrives; <paramref name="then"/> happens before anybody notices.</summary>
    public void LoseNextRequest(Func<Task>? then = null) => _faults.Enqueue((Applied: false, then ?? (() => Task.CompletedTask)));

    public IZooKeeperClient Create()
    {
        var session = real.Create();
        Made.Add(session);
        return new Faulty(session, this);
    }

    private async Task<IReadOnlyList<OperationResult>> MultiAsync(IZooKeeperClient session, IReadOnlyList<Operation> operations, CancellationToken cancellationToken)
    {
        Transactions++;
        if (!_faults.TryDequeue(out var fault))
            return await session.MultiAsync(operations, cancellationToken);
        if (fault.Applied)
            await session.MultiAsync(operations, cancellationToken);
        await fault.Then();
        throw new ZooKeeperException(ErrorCode.ConnectionLoss, operations[0].Path);
    }

    private sealed class Faulty(IZooKeeperClient inner, FaultySessions owner) : IZooKeeperClient
    {
        public event Action<SessionState>? StateChanged
        {
            add => inner.StateChanged += value;
            remove => inner.StateChanged -= value;
        }

        public SessionState State => inner.State;

        public long SessionId => inner.SessionId;

        public TimeSpan NegotiatedTimeout => inner.NegotiatedTimeout;

        public TimeSpan SinceLastContact => inner.SinceLastContact;

        public CancellationToken SessionEnded => inner.SessionEnded;

        public Task<IReadOnlyList<OperationResult>> MultiAsync(IReadOnlyList<Operation> operations, CancellationToken cancellationToken = default)
            => owner.MultiAsync(inner, operations, cancellationToken);

        public Task<string> CreateAsync(string path, ReadOnlyMemory<byte> data, CreateMode mode, IReadOnlyList<Acl>? acls = null, CancellationToken cancellationToken = default)
            => inner.CreateAsync(path, data, mode, acls, cancellationToken);

        public Task<CreateResult> Create2Async(
            string path, ReadOnlyMemory<byte> data, CreateMode mode, IReadOnlyList<Acl>? acls = null, TimeSpan? ttl = null, CancellationToken cancellationToken = default)
            => inner.Create2Async(path, data, mode, acls, ttl, cancellationToken);

        public Task DeleteAsync(string path, int? version = null, CancellationToken cancellationToken = default)
            => inner.DeleteAsync(path, version, cancellationToken);

        public Task<Stat?> ExistsAsync(string path, Action<WatchedEvent>? watch = null, CancellationToken cancellationToken = default)
            => inner.ExistsAsync(path, watch, cancellationToken);

        public Task<DataResult> GetDataAsync(string path, Action<WatchedEvent>? watch = null, CancellationToken cancellationToken = default)
            => inner.GetDataAsync(path, watch, cancellationToken);

        public Task<Stat> SetDataAsync(string path, ReadOnlyMemory<byte> data, int? version = null, CancellationToken cancellationToken = default)
            => inner.SetDataAsync(path, data, version, cancellationToken);

        public Task<ChildrenResult> GetChildrenAsync(string path, Action<WatchedEvent>? watch = null, CancellationToken cancellationToken = default)
            => inner.GetChildrenAsync(path, watch, cancellationToken);

        public Task SyncAsync(string path, CancellationToken cancellationToken = default) => inner.SyncAsync(path, cancellationToken);

        public Task<IAsyncDisposable> AddWatchAsync(string path, bool recursive, Action<WatchedEvent> callback, CancellationToken cancellationToken = default)
            => inner.AddWatchAsync(path, recursive, callback, cancellationToken);

        public Task<AclResult> GetAclAsync(string path, CancellationToken cancellationToken = default) => inner.GetAclAsync(path, cancellationToken);

        public Task<Stat> SetAclAsync(string path, IReadOnlyList<Acl> acls, int? aclVersion = null, CancellationToken cancellationToken = default)
            => inner.SetAclAsync(path, acls, aclVersion, cancellationToken);

        public Task AddAuthAsync(string scheme, ReadOnlyMemory<byte> credentials, CancellationToken cancellationToken = default)
            => inner.AddAuthAsync(scheme, credentials, cancellationToken);

        public Task CloseAsync(CancellationToken cancellationToken = default) => inner.CloseAsync(cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
