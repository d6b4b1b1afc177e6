using AtlasHa.LeaderElection.Latch;
using AtlasHa.LeaderElection.Nodes;
using AtlasHa.LeaderElection.Roles;
using AtlasHa.LeaderElection.Tests.Harness;
using AtlasHa.TestKit;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.LeaderElection.Tests;

/// <summary>A write that was carried out and whose answer was lost: done once, and known to be done.</summary>
public sealed class LostReplyTests(ZooKeeperFixture zooKeeper) : IAsyncLifetime
{
    private static readonly InstanceInfo Self = new(
        "id1", new Uri("http://id1:21000"), null, "1", new Dictionary<string, string>(), DateTimeOffset.UnixEpoch, null);

    private ElectionCluster _cluster = null!;
    private TcpFaultProxy _proxy = null!;
    private IZooKeeperClient _client = null!;
    private InstanceRegistry _registry = null!;
    private LeaderLatch _latch = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await ElectionCluster.NewAsync(zooKeeper);
        _proxy = TcpFaultProxy.To(zooKeeper.Server.Port);
        var options = new ZooKeeperClientOptions { ConnectString = _proxy.ConnectString + _cluster.Chroot, SessionTimeout = TimeSpan.FromSeconds(30) };
        _client = new ZooKeeperClientFactory(options, NullLoggerFactory.Instance, TimeProvider.System).Create();
        _registry = new InstanceRegistry(_client, _cluster.Paths, Self, TimeProvider.System);
        _latch = new LeaderLatch(_client, _cluster.Paths, Self.Id, TimeProvider.System, () => { });
        await _registry.EnsureParentsAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _proxy.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Queue_holds_one_node_when_the_reply_to_its_creation_was_lost()
    {
        _proxy.SwallowNextReply();
        await _latch.JoinAsync(CancellationToken.None);

        _proxy.Accepted.ShouldBe(2);
        _latch.Path.ShouldBe(_cluster.Paths.Queued((await _cluster.QueueAsync()).ShouldHaveSingleItem()));
        (await _latch.CheckAsync(CancellationToken.None)).ShouldBe(LatchPosition.First);
    }

    [Fact]
    public async Task Queue_is_left_when_the_reply_to_the_deletion_was_lost()
    {
        await _latch.JoinAsync(CancellationToken.None);
        _proxy.SwallowNextReply();
        await _latch.ReleaseAsync(CancellationToken.None);

        _proxy.Accepted.ShouldBe(2);
        (await _cluster.QueueAsync()).ShouldBeEmpty();
        (await _latch.CheckAsync(CancellationToken.None)).ShouldBe(LatchPosition.Out);
    }

    [Fact]
    public async Task Address_is_published_and_withdrawn_when_replies_were_lost()
    {
        await _latch.JoinAsync(CancellationToken.None);
        await _registry.RegisterAsync(CancellationToken.None);
        _proxy.SwallowNextReply();
        (await _registry.PublishAsync(_latch.Path!, 5, expectsVacancy: true, CancellationToken.None)).Epoch.ShouldBe(5);
        (await _registry.HoldsAddressAsync(CancellationToken.None)).ShouldBeTrue();

        _proxy.SwallowNextReply();
        await _registry.WithdrawAsync(_latch.Path!, 5, Task.CompletedTask, CancellationToken.None);
        _proxy.Accepted.ShouldBe(3);
        (await _cluster.ReadTextAsync(_cluster.Paths.Address)).ShouldBeNull();
        (await _cluster.QueueAsync()).ShouldBeEmpty();
        NodeData.DecodeInstance((await _cluster.Operator.GetDataAsync(_cluster.Paths.Instance("id1"))).Data, "id1")!.Epoch.ShouldBeNull();
    }

    [Fact]
    public async Task Publication_is_refused_without_the_latch_and_leaves_nothing()
    {
        await _latch.JoinAsync(CancellationToken.None);
        await _registry.RegisterAsync(CancellationToken.None);
        await _cluster.Operator.DeleteAsync(_latch.Path!);

        var refused = await Should.ThrowAsync<ZooKeeperMultiException>(() => _registry.PublishAsync(_latch.Path!, 5, expectsVacancy: true, CancellationToken.None));
        refused.Path.ShouldBe(_latch.Path);
        (await _cluster.ReadTextAsync(_cluster.Paths.Address)).ShouldBeNull();
    }

    [Fact]
    public async Task Epoch_rises_past_what_others_claim_meanwhile()
    {
        await _latch.JoinAsync(CancellationToken.None);
        _cluster.Fence.Raise(3);
        var options = new LeaderElectionOptions { InstanceId = "id1" };
        var raiser = new EpochRaiser(_cluster.Fence, options, TimeProvider.System, NullLogger.Instance);
        _proxy.SwallowNextReply();
        var epoch = await raiser.RaiseAsync(_client, _cluster.Paths, _latch.Path!, raised: null, CancellationToken.None);
        epoch.ShouldBeGreaterThan(3);
        _cluster.Fence.Claims.ShouldBe([(epoch, "id1")]);
        (await _cluster.ReadTextAsync(_cluster.Paths.Epoch)).ShouldBe($"{epoch}");

        await _cluster.Operator.DeleteAsync(_latch.Path!);
        await Should.ThrowAsync<ZooKeeperMultiException>(() => raiser.RaiseAsync(_client, _cluster.Paths, _latch.Path!, raised: null, CancellationToken.None));
        _cluster.Fence.Claims.Count.ShouldBe(1);
    }
}
