using AtlasHa.LeaderElection.Roles;
using AtlasHa.LeaderElection.Tests.Harness;
using AtlasHa.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.LeaderElection.Tests;

/// <summary>A fence that blocks its caller, as SQLite on a disk that does not answer.</summary>
public sealed class BlockingFenceTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Raising_the_epoch_ends_with_leadership_when_the_fence_blocks_its_thread()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        using var fence = new BlockedFence();
        using var ended = new CancellationTokenSource();
        var raiser = new EpochRaiser(fence, new LeaderElectionOptions { InstanceId = "id1" }, TimeProvider.System, NullLogger.Instance);

        var raising = Task.Run(() => raiser.RaiseAsync(cluster.Operator, cluster.Paths, "/latch", raised: null, ended.Token));
        await Eventually.DoneAsync("the fence is asked", fence.Asked);
        await ended.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => raising.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    private sealed class BlockedFence : IEpochFence, IDisposable
    {
        private readonly ManualResetEventSlim _answer = new();
        private readonly TaskCompletionSource<bool> _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<bool> Asked => _asked.Task;

        public Task<long> ReadAsync(CancellationToken cancellationToken)
        {
            _asked.TrySetResult(true);
            _answer.Wait(CancellationToken.None);
            return Task.FromResult(0L);
        }

        public Task<bool> TryClaimAsync(long epoch, string instanceId, CancellationToken cancellationToken) => Task.FromResult(true);

        public void Dispose() => _answer.Set();
    }
}
