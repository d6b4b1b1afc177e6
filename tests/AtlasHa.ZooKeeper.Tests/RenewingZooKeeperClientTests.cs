using AtlasHa.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using static AtlasHa.ZooKeeper.Tests.Clients;

namespace AtlasHa.ZooKeeper.Tests;

public sealed class RenewingZooKeeperClientTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Session_is_kept_while_it_lives_and_replaced_when_it_has_ended()
    {
        var options = new ZooKeeperClientOptions { ConnectString = await zooKeeper.NewChrootAsync(), SessionTimeout = CalmSession };
        await using var renewing = new RenewingZooKeeperClient(
            new ZooKeeperClientFactory(options, NullLoggerFactory.Instance, TimeProvider.System));
        var first = await renewing.GetAsync();
        await first.ExistsAsync("/");
        (await renewing.GetAsync()).ShouldBeSameAs(first);

        await zooKeeper.Server.ExpireAsync(first.SessionId);
        await Eventually.TrueAsync("the session is over", () => first.SessionEnded.IsCancellationRequested);

        var second = await renewing.GetAsync();
        second.ShouldNotBeSameAs(first);
        (await second.ExistsAsync("/")).ShouldNotBeNull();
        second.SessionId.ShouldNotBe(first.SessionId);
        await renewing.DisposeAsync();
        second.State.ShouldBe(SessionState.Closed);
        await Should.ThrowAsync<ObjectDisposedException>(async () => await renewing.GetAsync());
    }
}
