using AtlasHa.LeaderElection.Leases;
using AtlasHa.LeaderElection.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace AtlasHa.LeaderElection.Tests.Pure;

public sealed class LeaseTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(12);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Lease_is_not_valid_before_its_first_renewal()
    {
        new Lease(_time).IsValid.ShouldBeFalse();
        Lease.None.IsValid.ShouldBeFalse();
    }

    /// <summary>However long the answer took.</summary>
    [Fact]
    public void Lease_counts_from_the_moment_at_which_its_renewal_was_sent()
    {
        var lease = new Lease(_time);
        var sentAt = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(4));
        lease.Renew(sentAt, TimeSpan.FromSeconds(5));

        _time.Advance(TimeSpan.FromSeconds(0.9));
        lease.IsValid.ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(0.1));
        lease.IsValid.ShouldBeFalse();
        lease.Renew(sentAt, TimeSpan.FromSeconds(5));
        lease.IsValid.ShouldBeFalse("the answer came after the lease had run out");
    }

    [Fact]
    public void Lease_lapses_at_once_and_can_begin_anew()
    {
        var lease = new Lease(_time);
        lease.Renew(_time.GetTimestamp(), Timeout);
        lease.Lapse();
        lease.IsValid.ShouldBeFalse();
        lease.Renew(_time.GetTimestamp(), Timeout);
        lease.IsValid.ShouldBeTrue();
    }

    [Fact]
    public void Lease_bears_one_lost_renewal_and_ends_before_the_session_can()
    {
        LeasePolicy.Length(Timeout).ShouldBe(TimeSpan.FromSeconds(5));
        LeasePolicy.RenewEvery(Timeout).ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void New_active_reckons_with_the_length_that_an_earlier_lease_says()
    {
        LeasePolicy.Earlier(Node(8000), epoch: 4, Timeout).ShouldBe(TimeSpan.FromSeconds(8.8));
        LeasePolicy.Earlier(Node(8000), epoch: 2, Timeout).ShouldBe(TimeSpan.FromSeconds(8.8));
    }

    [Fact]
    public void New_active_reckons_with_no_lease_after_one_that_left_in_order_and_in_the_first_term()
    {
        LeasePolicy.Earlier([], epoch: 4, Timeout).ShouldBe(TimeSpan.Zero);
        LeasePolicy.Earlier(null, epoch: 1, Timeout).ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("garbage")]
    [InlineData("""{"instance":"id1","epoch":3,"lengthMs":-1}""")]
    [InlineData("""{"instance":"id1","epoch":3,"lengthMs":99999999999}""")]
    public void New_active_reckons_with_a_lease_like_its_own_when_the_node_says_nothing(string content)
        => LeasePolicy.Earlier(content == "null" ? null : NodeData.Encode(content), epoch: 4, Timeout).ShouldBe(TimeSpan.FromSeconds(5.5));

    private static byte[] Node(long lengthMs) => NodeData.Encode(new LeaseNote("id1", 3, lengthMs));
}
