using System.Text;
using AtlasHa.LeaderElection.Nodes;
using AtlasHa.TestKit;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.LeaderElection.Tests.Harness;

/// <summary>Instances on a chroot of their own, an operator's session beside them, and a check of all terms at the end.</summary>
internal sealed class ElectionCluster : IAsyncDisposable
{
    private static readonly TimeSpan ShortSession = TimeSpan.FromSeconds(2);

    private readonly string _connectString;
    private readonly List<TestInstance> _instances = [];

    public ElectionCluster(string connectString)
    {
        _connectString = connectString;
        Operator = NewClient();
    }

    public ElectionPaths Paths { get; } = new(ElectionReader.DefaultZkRoot);

    public MemoryFence Fence { get; } = new();

    public TermChecker Checker { get; } = new();

    /// <summary>A session of nobody's: what an operator with a shell would do.</summary>
    public IZooKeeperClient Operator { get; }

    public string Chroot => _connectString[_connectString.IndexOf('/', StringComparison.Ordinal)..];

    public static async Task<ElectionCluster> NewAsync(ZooKeeperFixture zooKeeper) => new(await zooKeeper.NewChrootAsync());

    public IZooKeeperClientFactory NewFactory() => new ZooKeeperClientFactory(
        new ZooKeeperClientOptions { ConnectString = _connectString }, NullLoggerFactory.Instance, TimeProvider.System);

    public IZooKeeperClient NewClient() => NewFactory().Create();

    public IZooKeeperClient NewClient(TimeSpan sessionTimeout) => new ZooKeeperClientFactory(
        new ZooKeeperClientOptions { ConnectString = _connectString, SessionTimeout = sessionTimeout }, NullLoggerFactory.Instance, TimeProvider.System).Create();

    public TestInstance New(
        string id, IEnumerable<IActivationHandler>? handlers = null, ILoggerProvider? logs = null, Action<LeaderElectionOptions>? configure = null)
        => Add(new TestInstance(id, _connectString, ShortSession, Fence, handlers ?? [], logs, configure));

    /// <summary>An instance whose connection goes through <paramref name="proxy"/>.</summary>
    public TestInstance NewThrough(string id, TcpFaultProxy proxy, TimeSpan sessionTimeout, params IActivationHandler[] handlers)
        => Add(new TestInstance(id, proxy.ConnectString + Chroot, sessionTimeout, Fence, handlers));

    public TestInstance NewThrough(string id, TcpFaultProxy proxy, TimeSpan sessionTimeout, ILoggerProvider logs)
        => Add(new TestInstance(id, proxy.ConnectString + Chroot, sessionTimeout, Fence, [], logs));

    public async Task<TestInstance> StartQueuedThroughAsync(
        string id, TcpFaultProxy proxy, TimeSpan sessionTimeout, params IActivationHandler[] handlers)
        => await StartQueuedAsync(NewThrough(id, proxy, sessionTimeout, handlers));

    public async Task<TestInstance> StartAsync(string id, params IActivationHandler[] handlers)
    {
        var instance = New(id, handlers);
        await instance.StartAsync();
        return instance;
    }

    /// <summary>Starts an instance and waits until it stands in the queue, so that the order of the queue is known.</summary>
    public Task<TestInstance> StartQueuedAsync(string id, params IActivationHandler[] handlers) => StartQueuedAsync(New(id, handlers));

    /// <summary>Names in the queue; empty when there is none.</summary>
    public async Task<IReadOnlyList<string>> QueueAsync()
    {
        try
        {
            return (await Operator.GetChildrenAsync(Paths.Queue)).Children;
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NoNode)
        {
            return [];
        }
    }

    /// <summary>Path of an instance's latch node, or null.</summary>
    public async Task<string?> LatchOfAsync(string id)
    {
        foreach (var name in await QueueAsync())
        {
            if (await ReadTextAsync(Paths.Queued(name)) == id)
                return Paths.Queued(name);
        }

        return null;
    }

    public async Task<string?> ReadTextAsync(string path)
    {
        try
        {
            return Encoding.UTF8.GetString((await Operator.GetDataAsync(path)).Data);
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NoNode)
        {
            return null;
        }
    }

    /// <summary>Deletes a node with everything below it, as <c>deleteall</c> in ZooKeeper's shell.</summary>
    public async Task DeleteAllAsync(string path)
    {
        try
        {
            foreach (var child in (await Operator.GetChildrenAsync(path)).Children)
                await DeleteAllAsync($"{path}/{child}");
            await Operator.DeleteAsync(path);
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NoNode)
        {
            // Somebody else was faster.
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NotEmpty)
        {
            await DeleteAllAsync(path);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
            await instance.DisposeAsync();
        await Operator.DisposeAsync();
        Checker.Verify();
    }

    private TestInstance Add(TestInstance instance)
    {
        Checker.Watch(instance.Observer);
        _instances.Add(instance);
        return instance;
    }

    public async Task<TestInstance> StartQueuedAsync(TestInstance instance)
    {
        await instance.StartAsync();
        await Eventually.TrueAsync($"{instance.Id} is in the queue", async () => await LatchOfAsync(instance.Id) is not null);
        return instance;
    }
}
