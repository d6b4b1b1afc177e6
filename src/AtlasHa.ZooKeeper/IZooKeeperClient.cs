namespace AtlasHa.ZooKeeper;

/// <summary>
/// One ZooKeeper session. Requests are pipelined and answered in the order in which they were made. A request whose answer
/// was lost fails with <see cref="ErrorCode.ConnectionLoss"/> and is never sent a second time. When the session is over
/// every request fails with its final state's code; a new session is a new client.
/// Paths are relative to the connect string's chroot. Watches fire once, are re-armed on reconnect, and their callbacks
/// run one after another, in order, off the read loop.
/// </summary>
public interface IZooKeeperClient : IAsyncDisposable
{
    SessionState State { get; }

    /// <summary>The session's id, or 0 before the first connect.</summary>
    long SessionId { get; }

    /// <summary>The session timeout that the server granted, zero before the first connect.</summary>
    TimeSpan NegotiatedTimeout { get; }

    /// <summary>Monotonic time since the last byte from a server.</summary>
    TimeSpan SinceLastContact { get; }

    /// <summary>Cancelled when the session is over (expired, refused, closed).</summary>
    CancellationToken SessionEnded { get; }

    /// <summary>Raised in order for every change of <see cref="State"/>, off the read loop, by the same dispatcher that runs watches.</summary>
    event Action<SessionState>? StateChanged;

    /// <summary>Creates a node and returns its path. <paramref name="acls"/> null means the client's default ACL.</summary>
    Task<string> CreateAsync(string path, ReadOnlyMemory<byte> data, CreateMode mode, IReadOnlyList<Acl>? acls = null, CancellationToken cancellationToken = default);

    /// <summary>Creates a node and returns its path and metadata; <paramref name="ttl"/> is for the two TTL modes.</summary>
    Task<CreateResult> Create2Async(string path, ReadOnlyMemory<byte> data, CreateMode mode, IReadOnlyList<Acl>? acls = null, TimeSpan? ttl = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes a node; null <paramref name="version"/> deletes any version.</summary>
    Task DeleteAsync(string path, int? version = null, CancellationToken cancellationToken = default);

    /// <summary>The node's metadata, or null when there is none. The watch fires on creation, deletion or data change.</summary>
    Task<Stat?> ExistsAsync(string path, Action<WatchedEvent>? watch = null, CancellationToken cancellationToken = default);

    /// <summary>Data and metadata. The watch fires on data change or deletion; it is not left behind when the node does not exist.</summary>
    Task<DataResult> GetDataAsync(string path, Action<WatchedEvent>? watch = null, CancellationToken cancellationToken = default);

    /// <summary>Sets data; null <paramref name="version"/> sets any version.</summary>
    Task<Stat> SetDataAsync(string path, ReadOnlyMemory<byte> data, int? version = null, CancellationToken cancellationToken = default);

    /// <summary>Children and metadata. The watch fires when a child comes or goes, or the node is deleted.</summary>
    Task<ChildrenResult> GetChildrenAsync(string path, Action<WatchedEvent>? watch = null, CancellationToken cancellationToken = default);

    /// <summary>All operations or none, in one transaction. Throws <see cref="ZooKeeperMultiException"/> when one of them fails.</summary>
    Task<IReadOnlyList<OperationResult>> MultiAsync(IReadOnlyList<Operation> operations, CancellationToken cancellationToken = default);

    /// <summary>Makes the connected server catch up with the leader before later reads of this session are answered.</summary>
    Task SyncAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>
    /// A watch that stays until it is disposed of or the session is over. It tells of the node's creation, deletion, change of data and
    /// change of children; with <paramref name="recursive"/> of creation, deletion and change of data of the node and of everything
    /// below it. The node need not exist. After a reconnect it gets <see cref="WatchEventType.MayHaveMissed"/>.
    /// A session should not also set one-shot watches, or one of the other kind, on the same path: servers before 3.9 keep
    /// only the last kind (ZOOKEEPER-4466). Needs servers from 3.6 on; older ones answer with Unimplemented.
    /// Events that were queued before the disposal can still be delivered.
    /// </summary>
    Task<IAsyncDisposable> AddWatchAsync(string path, bool recursive, Action<WatchedEvent> callback, CancellationToken cancellationToken = default);

    Task<AclResult> GetAclAsync(string path, CancellationToken cancellationToken = default);

    Task<Stat> SetAclAsync(string path, IReadOnlyList<Acl> acls, int? aclVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Proves an identity, e.g. scheme <c>digest</c> with <c>user:password</c>; repeated on every reconnect.</summary>
    Task AddAuthAsync(string scheme, ReadOnlyMemory<byte> credentials, CancellationToken cancellationToken = default);

    /// <summary>Ends the session on the server, which deletes its ephemeral nodes at once. Idempotent.</summary>
    Task CloseAsync(CancellationToken cancellationToken = default);
}
