using AtlasHa.ZooKeeper.Connection;
using AtlasHa.ZooKeeper.Protocol;
using AtlasHa.ZooKeeper.Watches;
using Microsoft.Extensions.Logging;

namespace AtlasHa.ZooKeeper;

/// <summary>The operations of one session: validates paths, applies the chroot, encodes, and leaves the rest to <see cref="Session"/>.</summary>
internal sealed class ZooKeeperClient : IZooKeeperClient
{
    private readonly ZooKeeperClientOptions _options;
    private readonly string _chroot;
    private readonly Session _session;
    private readonly SessionCloser _closer;

    public ZooKeeperClient(ConnectString servers, ZooKeeperClientOptions options, IServerConnector connector, TimeProvider time, ILogger logger)
    {
        _options = options;
        _chroot = servers.Chroot;
        _session = new Session(options, _chroot, time, logger);
        var dialer = new Dialer(connector, options.MaxFrameBytes, _session.Contact);
        var loop = new SessionLoop(_session, new ServerRotation(servers.Servers), dialer, time, logger);
        _closer = new SessionCloser(_session, Task.Run(loop.RunAsync), options.CloseTimeout, time);
    }

    public event Action<SessionState>? StateChanged
    {
        add => _session.StateChanged += value;
        remove => _session.StateChanged -= value;
    }

    public SessionState State => _session.State;

    public long SessionId => _session.Key.Id;

    public TimeSpan NegotiatedTimeout => _session.NegotiatedTimeout;

    public TimeSpan SinceLastContact => _session.Contact.Elapsed;

    public CancellationToken SessionEnded => _session.Ended;

    public async Task<string> CreateAsync(
        string path, ReadOnlyMemory<byte> data, CreateMode mode, IReadOnlyList<Acl>? acls = null, CancellationToken cancellationToken = default)
        => (await Create2Async(path, data, mode, acls, ttl: null, cancellationToken).ConfigureAwait(false)).Path;

    public async Task<CreateResult> Create2Async(
        string path,
        ReadOnlyMemory<byte> data,
        CreateMode mode,
        IReadOnlyList<Acl>? acls = null,
        TimeSpan? ttl = null,
        CancellationToken cancellationToken = default)
    {
        CreateModes.CheckTtl(mode, ttl);
        var serverPath = ToServerForCreate(path, mode);
        var created = await SendAsync(
            new PendingRequest<CreateResult>(
                Bodies.CreateOpCode(mode),
                path,
                Bodies.Build(writer => Bodies.WriteCreate(writer, serverPath, data.Span, acls ?? _options.DefaultAcls, mode, ttl)),
                Replies.ReadCreate2),
            cancellationToken).ConfigureAwait(false);
        return created with { Path = ToClient(created.Path) };
    }

    public Task DeleteAsync(string path, int? version = null, CancellationToken cancellationToken = default)
    {
        var serverPath = ToServer(path);
        return SendAsync(
            new PendingRequest<bool>(
                OpCode.Delete, path, Bodies.Build(writer => Bodies.WritePathAndVersion(writer, serverPath, version)), Replies.ReadNothing),
            cancellationToken);
    }

    public Task<Stat?> ExistsAsync(string path, Action<WatchedEvent>? watch = null, CancellationToken cancellationToken = default)
        => ReadAsync<Stat?>(OpCode.Exists, path, WatchKind.Exists, watch, Replies.ReadStat, cancellationToken);

    public Task<DataResult> GetDataAsync(string path, Action<WatchedEvent>? watch = null, CancellationToken cancellationToken = default)
        => ReadAsync(OpCode.GetData, path, WatchKind.Data, watch, Replies.ReadData, cancellationToken);

    public Task<ChildrenResult> GetChildrenAsync(string path, Action<WatchedEvent>? watch = null, CancellationToken cancellationToken = default)
        => ReadAsync(OpCode.GetChildren2, path, WatchKind.Children, watch, Replies.ReadChildren, cancellationToken);

    public Task<Stat> SetDataAsync(string path, ReadOnlyMemory<byte> data, int? version = null, CancellationToken cancellationToken = default)
    {
        var serverPath = ToServer(path);
        return SendAsync(
            new PendingRequest<Stat>(
                OpCode.SetData, path, Bodies.Build(writer => Bodies.WriteSetData(writer, serverPath, data.Span, version)), Replies.ReadStat),
            cancellationToken);
    }

    public async Task<IReadOnlyList<OperationResult>> MultiAsync(IReadOnlyList<Operation> operations, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operations);
        var serverPaths = operations.Select(ToServer).ToArray();
        var body = Bodies.Build(writer => MultiCodec.Write(writer, operations, serverPaths, _options.DefaultAcls));
        var reply = await SendAsync(
            new PendingRequest<MultiReply>(
                OpCode.Multi, path: null, body, (ref JuteReader reader) => MultiCodec.Read(ref reader, operations.Count)),
            cancellationToken).ConfigureAwait(false);
        if (reply.Failure is { } failure)
            throw new ZooKeeperMultiException(failure.Code, operations[failure.Index].Path, failure.Index);
        return [.. reply.Results.Select(result => result.Path is null ? result : result with { Path = ToClient(result.Path) })];
    }

    public Task SyncAsync(string path, CancellationToken cancellationToken = default)
    {
        var serverPath = ToServer(path);
        return SendAsync(
            new PendingRequest<string>(
                OpCode.Sync, path, Bodies.Build(writer => writer.WriteString(serverPath)), (ref JuteReader reader) => reader.ReadRequiredString()),
            cancellationToken);
    }

    public async Task<IAsyncDisposable> AddWatchAsync(
        string path, bool recursive, Action<WatchedEvent> callback, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var serverPath = ToServer(path);
        var watch = new WatchRegistration(recursive ? WatchKind.PersistentRecursive : WatchKind.Persistent, serverPath, callback);
        var body = Bodies.Build(writer => Bodies.WritePathAndMode(writer, serverPath, recursive ? PersistentWatch.RecursiveMode : PersistentWatch.NodeMode));
        await SendAsync(
            new PendingRequest<bool>(OpCode.AddWatch, path, body, Replies.ReadNothing) { Watch = watch }, cancellationToken).ConfigureAwait(false);
        return new PersistentWatch(_session, watch);
    }

    public Task<AclResult> GetAclAsync(string path, CancellationToken cancellationToken = default)
    {
        var serverPath = ToServer(path);
        return SendAsync(
            new PendingRequest<AclResult>(OpCode.GetAcl, path, Bodies.Build(writer => writer.WriteString(serverPath)), Replies.ReadAcls),
            cancellationToken);
    }

    public Task<Stat> SetAclAsync(string path, IReadOnlyList<Acl> acls, int? aclVersion = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(acls);
        var serverPath = ToServer(path);
        return SendAsync(
            new PendingRequest<Stat>(
                OpCode.SetAcl, path, Bodies.Build(writer => Bodies.WriteSetAcl(writer, serverPath, acls, aclVersion)), Replies.ReadStat),
            cancellationToken);
    }

    public Task AddAuthAsync(string scheme, ReadOnlyMemory<byte> credentials, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        var identity = new AuthInfo(scheme, credentials.ToArray());
        _session.Remember(identity);
        return SendAsync(
            new PendingRequest<bool>(OpCode.Auth, path: null, Bodies.Build(writer => Bodies.WriteAuth(writer, identity)), Replies.ReadNothing),
            cancellationToken);
    }

    public Task CloseAsync(CancellationToken cancellationToken = default) => _closer.CloseAsync().WaitAsync(cancellationToken);

    public ValueTask DisposeAsync() => _closer.DisposeAsync();

    private Task<T> ReadAsync<T>(
        OpCode opCode, string path, WatchKind kind, Action<WatchedEvent>? watch, ReplyParser<T> parse, CancellationToken cancellationToken)
    {
        var serverPath = ToServer(path);
        var request = new PendingRequest<T>(opCode, path, Bodies.Build(writer => Bodies.WriteRead(writer, serverPath, watch is not null)), parse)
        {
            Watch = watch is null ? null : new WatchRegistration(kind, serverPath, watch),
            MissingNodeIsDefault = opCode == OpCode.Exists,
        };
        return SendAsync(request, cancellationToken);
    }

    private Task<T> SendAsync<T>(PendingRequest<T> request, CancellationToken cancellationToken)
    {
        if (OutgoingFrame.BodyLimit(_options.MaxRequestBytes) is var limit && request.Body.Length > limit)
        {
            return Task.FromException<T>(new ZooKeeperException(
                ErrorCode.BadArguments,
                request.Path,
                $"the request has {request.Body.Length} bytes; the limit is {limit} ({nameof(ZooKeeperClientOptions.MaxRequestBytes)})"));
        }
        return _session.SubmitAsync(request, cancellationToken);
    }

    private string ToServer(string path)
    {
        ZPath.Validate(path);
        return ZPath.ToServer(_chroot, path);
    }

    private string ToServer(Operation operation)
    {
        if (operation is not Operation.Create create)
            return ToServer(operation.Path);
        CreateModes.CheckTtl(create.Mode, ttl: null);
        return ToServerForCreate(create.Path, create.Mode);
    }

    /// <summary>The server appends a number to a sequential node's path, so that it may end with a slash here.</summary>
    private string ToServerForCreate(string path, CreateMode mode)
    {
        ZPath.Validate(CreateModes.IsSequential(mode) ? path + "0" : path);
        return path == "/" && CreateModes.IsSequential(mode) ? $"{_chroot}/" : ZPath.ToServer(_chroot, path);
    }

    private string ToClient(string path) => ZPath.ToClient(_chroot, path);
}
