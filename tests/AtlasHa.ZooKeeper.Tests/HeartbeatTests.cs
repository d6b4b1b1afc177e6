using AtlasHa.TestKit;
using AtlasHa.ZooKeeper.Connection;
using Microsoft.Extensions.Time.Testing;

namespace AtlasHa.ZooKeeper.Tests;

public sealed class HeartbeatTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Heartbeat_pings_after_a_third_of_the_timeout_and_gives_up_after_two_thirds()
    {
        var time = new FakeTimeProvider();
        var pings = new List<TimeSpan>();
        var start = time.GetTimestamp();
        var heartbeat = new Heartbeat(Timeout, new ContactClock(time), new ContactClock(time), time);
        var running = heartbeat.RunAsync(() => pings.Add(time.GetElapsedTime(start)), CancellationToken.None);

        await AdvanceUntilAsync(time, "the server counts as dead", () => running.IsCompleted);

        await Should.ThrowAsync<TimeoutException>(running);
        pings[0].ShouldBeInRange(Timeout / 3, Timeout * 2 / 3);
        time.GetElapsedTime(start).ShouldBeGreaterThanOrEqualTo(Timeout * 2 / 3);
    }

    [Fact]
    public async Task Heartbeat_goes_on_while_the_server_is_heard()
    {
        var time = new FakeTimeProvider();
        var contact = new ContactClock(time);
        var pings = 0;
        using var stop = new CancellationTokenSource();
        var running = new Heartbeat(Timeout, contact, new ContactClock(time), time).RunAsync(
            () =>
            {
                contact.Touch();
                pings++;
            },
            stop.Token);

        await AdvanceUntilAsync(time, "ten answered pings", () => pings >= 10);

        running.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    [Fact]
    public void Backoff_starts_with_none_grows_to_its_cap_and_forgets_after_a_lasting_connection()
    {
        var backoff = new ReconnectBackoff(TimeSpan.FromSeconds(5));
        backoff.Next().ShouldBe(TimeSpan.Zero);
        backoff.ConnectionEnded(TimeSpan.Zero);
        backoff.Next().ShouldBeInRange(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(10));
        for (var round = 0; round < 100; round++)
            backoff.RoundFailed();
        backoff.Next().ShouldBeInRange(TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(500));
        backoff.ConnectionEnded(TimeSpan.FromMinutes(1));
        backoff.Next().ShouldBe(TimeSpan.Zero);
    }

    private static Task AdvanceUntilAsync(FakeTimeProvider time, string what, Func<bool> condition) => Eventually.TrueAsync(what, () =>
    {
        if (condition())
            return true;
        time.Advance(Step);
        return false;
    });
}
