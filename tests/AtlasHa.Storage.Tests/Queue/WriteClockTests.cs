using AtlasHa.Catalog.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AtlasHa.Storage.Tests.Queue;

public sealed class WriteClockTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly WriteClock _clock;

    public WriteClockTests() => _clock = new WriteClock(_time);

    [Fact]
    public void Writes_that_wait_and_fail_one_after_the_other_count_as_one()
    {
        Write(5, isDone: false);
        Write(5, isDone: false);
        _clock.Begin();
        Pass(3);
        _clock.Elapsed.ShouldBe(TimeSpan.FromSeconds(13));
    }

    [Theory]
    [InlineData(5, true, 0)]
    [InlineData(0.5, false, 0)]
    [InlineData(5, false, 6)]
    public void Write_counts_from_its_own_beginning_after_one_that_was_done_or_refused_or_is_long_ago(double took, bool isDone, double ago)
    {
        Write(took, isDone);
        _clock.Elapsed.ShouldBeNull();
        Pass(ago);
        _clock.Begin();
        Pass(2);
        _clock.Elapsed.ShouldBe(TimeSpan.FromSeconds(2));
    }

    private void Write(double seconds, bool isDone)
    {
        _clock.Begin();
        Pass(seconds);
        _clock.End(isDone);
    }

    private void Pass(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
