using AtlasHa.Silo.Health;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AtlasHa.Silo.Tests;

/// <summary>When a store counts as ill, by the clock. Defaults: a probe each second, ill after three.</summary>
public sealed class StoreHealthTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly StoreHealth _health;

    public StoreHealthTests() => _health = new StoreHealth(Options.Create(new ActiveInstanceOptions()), _time);

    [Fact]
    public void Single_failure_is_no_illness()
    {
        _health.Failed("disk full");
        Pass(4);
        _health.Illness.ShouldBeNull();
        _health.Problem.ShouldBeNull();
    }

    [Fact]
    public void Failures_of_requests_that_go_on_are_an_illness_although_probes_succeed()
    {
        for (var second = 0; second <= 3; second++)
        {
            _health.Illness.ShouldBeNull();
            _health.Failed("disk full");
            Probe(null, null);
            if (second < 3) Pass(1);
        }

        _health.Illness.ShouldBe("disk full");
        _health.Finding.ShouldBeNull();
    }

    [Fact]
    public void Illness_is_over_when_nothing_has_failed_for_a_while_and_not_before()
    {
        _health.Failed("a");
        Pass(3);
        _health.Failed("b");
        Pass(5);
        _health.Illness.ShouldBe("b");
        Pass(1);
        _health.Illness.ShouldBeNull();

        _health.Failed("c");
        _health.Illness.ShouldBeNull("what came before is another story");
    }

    [Fact]
    public void Probe_that_fails_is_a_finding_at_once_and_an_illness_when_they_go_on_failing()
    {
        Probe("refused", null);
        _health.Finding.ShouldBe("refused");
        _health.Illness.ShouldBeNull();
        Pass(3);
        Probe("refused", null);
        _health.Illness.ShouldBe("refused");

        Probe(null, null);
        _health.Finding.ShouldBeNull();
    }

    [Fact]
    public void Probe_that_fails_after_all_its_time_is_an_illness()
    {
        _health.ProbeBegins();
        Pass(3);
        _health.ProbeEnds("no answer", null);
        _health.Illness.ShouldBe("no answer");
    }

    [Fact]
    public void Finding_is_younger_than_a_moment_only_when_its_probe_began_later()
    {
        _health.ProbeBegins();
        Pass(1);
        var moment = _time.GetTimestamp();
        Pass(1);
        _health.ProbeEnds("refused", null);
        _health.IsFoundAfter(moment).ShouldBeFalse();

        Probe("refused", null);
        _health.IsFoundAfter(moment).ShouldBeTrue();
        Probe(null, null);
        _health.IsFoundAfter(moment).ShouldBeFalse("it found nothing");
        Probe(null, "the disk is nearly full");
        _health.IsFoundAfter(moment).ShouldBeTrue();
    }

    [Fact]
    public void Probe_that_hangs_is_an_illness_while_it_hangs()
    {
        _health.ProbeBegins();
        Pass(2.9);
        _health.Illness.ShouldBeNull();
        _health.Stall.ShouldBeNull();
        Pass(0.1);
        _health.Illness.ShouldNotBeNull().ShouldContain("has not answered for 3 s");
        _health.Finding.ShouldBe(_health.Illness);
        _health.Stall.ShouldBe(TimeSpan.FromSeconds(3));
        _health.ProbeEnds(null, null);
        _health.Illness.ShouldBeNull();
    }

    [Fact]
    public void Concern_is_told_but_is_no_illness()
    {
        Probe(null, "the disk is nearly full");
        Pass(10);
        _health.Problem.ShouldBe("the disk is nearly full");
        _health.Illness.ShouldBeNull();
    }

    private void Pass(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private void Probe(string? failure, string? concern)
    {
        _health.ProbeBegins();
        _health.ProbeEnds(failure, concern);
    }
}
