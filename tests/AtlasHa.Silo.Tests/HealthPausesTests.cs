using AtlasHa.Silo.Health;
using Microsoft.Extensions.Time.Testing;

namespace AtlasHa.Silo.Tests;

/// <summary>Instances that are all ill must not pass the office round without end.</summary>
public sealed class HealthPausesTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly HealthPauses _pauses;

    public HealthPausesTests() => _pauses = new HealthPauses(_time);

    [Fact]
    public void First_step_down_waits_for_nothing()
    {
        _pauses.Remaining.ShouldBe(TimeSpan.Zero);
        _pauses.StandsBack.ShouldBeFalse();
    }

    [Fact]
    public void Pauses_grow_up_to_ten_minutes()
    {
        foreach (var expected in (int[])[30, 60, 120, 240, 480, 600, 600])
        {
            _pauses.SteppedDown();
            _pauses.Remaining.ShouldBe(TimeSpan.FromSeconds(expected));
            _time.Advance(_pauses.Remaining);
            _pauses.Remaining.ShouldBe(TimeSpan.Zero);
        }
    }

    [Fact]
    public void Stands_back_for_a_moment_only()
    {
        _pauses.SteppedDown();
        _pauses.StandsBack.ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(10));
        _pauses.StandsBack.ShouldBeFalse();
    }

    [Fact]
    public void Long_quiet_time_lets_it_begin_anew()
    {
        _pauses.SteppedDown();
        _time.Advance(TimeSpan.FromHours(1));
        _pauses.SteppedDown();
        _pauses.Remaining.ShouldBe(TimeSpan.FromSeconds(30));
    }
}
