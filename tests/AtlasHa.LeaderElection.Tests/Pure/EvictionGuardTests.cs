using AtlasHa.LeaderElection.Peers;

namespace AtlasHa.LeaderElection.Tests.Pure;

public sealed class EvictionGuardTests
{
    private readonly HandTime _time = new();

    [Fact]
    public void First_removal_costs_no_pause_and_the_pause_grows_from_the_second_on()
    {
        var guard = new EvictionGuard(_time);
        guard.Evicted();
        guard.Remaining.ShouldBe(TimeSpan.Zero);
        guard.Note.ShouldBeNull();

        guard.Evicted();
        // Pauses of 10, 20, 40 s, each cut by chance by up to a half.
        guard.Remaining.ShouldBeInRange(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10));
        guard.Note!.ShouldContain("2 times in a row");
        _time.Advance(guard.Remaining);
        guard.Remaining.ShouldBe(TimeSpan.Zero);

        guard.Evicted();
        guard.Remaining.ShouldBeInRange(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));
        guard.Evicted();
        guard.Remaining.ShouldBeInRange(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(40));
    }

    [Fact]
    public void Removal_after_a_long_calm_is_a_first_one_again()
    {
        var guard = new EvictionGuard(_time);
        guard.Evicted();
        guard.Evicted();
        _time.Advance(guard.Remaining + TimeSpan.FromMinutes(3));

        guard.Evicted();

        guard.InARow.ShouldBe(1);
        guard.Remaining.ShouldBe(TimeSpan.Zero);
        guard.Evicted();
        guard.Remaining.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(10));
    }

    private sealed class HandTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan by) => _now += by.Ticks;
    }
}
