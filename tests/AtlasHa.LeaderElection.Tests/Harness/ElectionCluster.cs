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
    private readonly string _connectString;
    private readonly List<TestInstance> _instances = [];

    private ElectionCluster(string connectString)
    {
        _connectString = connectString;
        Operator = NewClient();
    }

    public ElectionPaths Paths { get; } = new(ElectionReader.DefaultZkRoot);

    public MemoryFence Fence { get; } = new();

    public TermChecker Checker { get; } = new();

    /// <summary>A session of nobody's: what an operator with a shell would do.</summary>
    public IZooKeeperClient Operator { get; }

    /// <summary>True for a path as the server sees it, if it lies below this cluster's chroot.</summary>
    public bool Owns(string serverPath) => serverPath.StartsWith(_connectString[_connectString.IndexOf('/', StringComparison.Ordinal)..], StringComparison.Ordinal);

    public static async Task<ElectionCluster> NewAsync(ZooKeeperFixture zooKeeper) => new(await zooKeeper.NewChrootAsync());

    public IZooKeeperClientFactory NewFactory() => new ZooKeeperClientFactory(
        new ZooKeeperClientOptions { ConnectString = _connectString }, NullLoggerFactory.Instance, TimeProvider.System);

    public IZooKeeperClient NewClient() => NewFactory().Create();

    public TestInstance New(
        string id, IEnumerable<IActivationHandler>? handlers = null, string? connectString = null, ILoggerProvider? logs = null,
        Action<LeaderElectionOptions>? configure = null, IEpochFence? fence = null)
    {
        var instance = new TestInstance(id, connectString ?? _connectString, fence ?? Fence, handlers ?? [], logs, configure);
        Checker.Watch(instance.Observer);
        _instances.Add(instance);
        return instance;
    }

    public async Task<TestInstance> StartAsync(string id, params IActivationHandler[] handlers)
    {
        var instance = New(id, handlers);
        await instance.StartAsync();
        return instance;
    }

    /// <summary>Starts an instance and waits until it stands in the queue, so that the order of the queue is known.</summary>
    public async Task<TestInstance> StartQueuedAsync(string id, params IActivationHandler[] handlers)
    {
        var instance = await StartAsync(id, handlers);
        await Eventually.TrueAsync($"{id} is in the queue", async () => await LatchOfAsync(id) is not null);
        return instance;
    }

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
}
