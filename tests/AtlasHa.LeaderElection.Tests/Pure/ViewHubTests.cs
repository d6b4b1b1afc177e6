using AtlasHa.LeaderElection.Roles;
using AtlasHa.LeaderElection.Views;
using AtlasHa.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.LeaderElection.Tests.Pure;

public sealed class ViewHubTests
{
    private static readonly InstanceInfo One = Instance("id1");
    private static readonly InstanceInfo Two = Instance("id2");

    [Fact]
    public void Active_is_the_instance_that_owns_the_address_and_its_registration() => Cluster("http://id2:21000", 2).Active.ShouldBe(Two);

    [Theory]
    [InlineData("http://evil:21000", 2)]
    [InlineData("http://id2:21000", 1)]
    [InlineData("http://id2:21000", 0)]
    [InlineData("http://id2:21000", 99)]
    [InlineData("", 2)]
    public void Active_is_unknown_when_address_session_and_registration_disagree(string address, long session)
        => Cluster(address, session).Active.ShouldBeNull();

    [Fact]
    public void View_shows_itself_active_at_once_whatever_the_watches_still_say()
    {
        var hub = NewHub();
        hub.Publish(Cluster("http://id2:21000", 2));
        var term = new Term(9, CancellationToken.None);
        List<ElectionView> seen = [];
        hub.Changed += seen.Add;
        hub.Publish(new SelfState(RoleState.Active, term, One with { Epoch = 9 }));
        hub.Publish(Cluster("http://id2:21000", 2));

        seen.ShouldAllBe(view => view.IsActiveHere && view.Active!.Id == "id1" && view.Active.Epoch == 9 && view.HighestEpoch == 9);
    }

    [Theory]
    [InlineData(RoleState.Passive)]
    [InlineData(RoleState.BecomingActive)]
    [InlineData(RoleState.BecomingPassive)]
    public void View_never_names_itself_active_out_of_office(RoleState role)
    {
        var hub = NewHub();
        hub.Publish(Cluster("http://id1:21000", 1));
        hub.Publish(new SelfState(role));
        hub.Current.Active.ShouldBeNull();
        hub.Current.Term.ShouldBeNull();
    }

    [Fact]
    public void HighestEpoch_never_falls()
    {
        var hub = NewHub();
        hub.Publish(Cluster("http://id2:21000", 2) with { Epoch = 7 });
        hub.Publish(Cluster("http://id2:21000", 2) with { Epoch = 0 });
        hub.Current.HighestEpoch.ShouldBe(7);
    }

    [Fact]
    public void Broken_subscriber_does_not_keep_the_view_from_the_others()
    {
        var hub = NewHub();
        ElectionView? seen = null;
        hub.Changed += _ => throw new InvalidOperationException("broken");
        hub.Changed += view => seen = view;
        hub.Publish(new SelfState(RoleState.BecomingActive));
        seen!.Role.ShouldBe(RoleState.BecomingActive);
    }

    [Fact]
    public async Task WaitFor_returns_at_once_when_the_condition_holds_already()
        => (await NewHub().WaitForAsync(view => view.Role == RoleState.Passive, TimeSpan.Zero, CancellationToken.None)).ShouldNotBeNull();

    [Fact]
    public async Task WaitFor_gives_null_when_patience_runs_out()
        => (await NewHub().WaitForAsync(view => view.Connected, TimeSpan.FromMilliseconds(1), CancellationToken.None)).ShouldBeNull();

    [Fact]
    public async Task WaitFor_obeys_its_token()
    {
        using var cancelled = new CancellationTokenSource();
        var waiting = NewHub().WaitForAsync(view => view.Connected, Timeout.InfiniteTimeSpan, cancelled.Token);
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task WaitFor_throws_what_the_condition_throws()
    {
        var hub = NewHub();
        var waiting = hub.WaitForAsync(
            view => view.Connected ? throw new InvalidOperationException("bad condition") : false, TestTimeouts.Short, CancellationToken.None);
        hub.Publish(Cluster("http://id2:21000", 2));
        (await Should.ThrowAsync<InvalidOperationException>(() => waiting)).Message.ShouldBe("bad condition");
        hub.Current.Connected.ShouldBeTrue();
    }

    [Fact]
    public async Task WaitFor_sees_a_view_that_was_current_for_an_instant()
    {
        var hub = NewHub();
        var waiting = hub.WaitForAsync(view => view.Role == RoleState.BecomingActive, TestTimeouts.Short, CancellationToken.None);
        hub.Publish(new SelfState(RoleState.BecomingActive));
        hub.Publish(SelfState.Passive);
        (await waiting)!.Role.ShouldBe(RoleState.BecomingActive);
    }

    [Fact]
    public async Task WaitFor_loses_no_wake_up_when_a_thousand_wait_while_views_are_published()
    {
        var hub = NewHub();
        const long last = 500;
        var waiters = Enumerable.Range(0, 1000).Select(i => Task.Run(
            () => hub.WaitForAsync(view => view.HighestEpoch >= (i % last) + 1, TestTimeouts.Short, CancellationToken.None))).ToList();
        for (var epoch = 1L; epoch <= last; epoch++)
        {
            hub.Publish(ClusterSnapshot.Empty with { Epoch = epoch });
            await Task.Yield();
        }

        (await Task.WhenAll(waiters)).ShouldAllBe(view => view != null);
    }

    private static ViewHub NewHub() => new("id1", One.Url, TimeProvider.System, NullLogger.Instance);

    private static InstanceInfo Instance(string id)
        => new(id, new Uri($"http://{id}:21000"), null, "1", new Dictionary<string, string>(), DateTimeOffset.UnixEpoch, null);

    private static ClusterSnapshot Cluster(string address, long session) => new(
        true,
        new Dictionary<string, RegisteredInstance> { ["id1"] = new(One, 1), ["id2"] = new(Two, 2) },
        new ActiveAddress(address, session),
        1);
}
