using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Gateway.Endpoints;
using AtlasHa.Gateway.StatusPage;

namespace AtlasHa.Gateway.Tests.StatusPage;

/// <summary>What the page says is wrong, and what it says to do.</summary>
public sealed class FindingsTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private static readonly StatusBody Passive = new("PASSIVE", "id2", "id1", "http://id1", 7, UptimeMs: 1, ZooKeeperAgeMs: 1, StoreAgeMs: 1, Note: null);

    [Fact]
    public void Nothing_is_wrong_with_a_healthy_cluster()
    {
        Findings.Of(Page(Passive)).ShouldBeEmpty();
        Findings.Of(Page(Passive) with { Instances = Listed(Instance("id1", "ACTIVE"), Instance("id2", "PASSIVE")) }).ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_active_is_bad_and_the_way_out_depends_on_why()
    {
        var nobody = Passive with { ActiveInstanceId = null, ActiveUrl = null };
        Only(Page(nobody)).ShouldSatisfyAllConditions(f => f.Severity.ShouldBe(Severity.Bad), f => f.ToDo.ShouldContain("take-over"));
        Only(Page(nobody) with { Connected = false }).ToDo.ShouldContain("Bring ZooKeeper back");
        Only(Page(nobody with { Status = "BECOMING_ACTIVE" })).Severity.ShouldBe(Severity.Notice);
        Findings.Of(Page(nobody with { Paused = true, Pause = new PauseBody("ann", null, "rack") }))[0]
            .ShouldSatisfyAllConditions(f => f.Severity.ShouldBe(Severity.Bad), f => f.ToDo.ShouldContain("`atlas-ha resume`"));
    }

    [Fact]
    public void Failsafe_is_told_once_by_the_instance_itself_and_by_name_elsewhere()
    {
        const string note = "failsafe: in office without ZooKeeper";
        var self = Passive with { Status = "ACTIVE", InstanceId = "id1", Failsafe = true, Note = note };
        Only(Page(self) with { Connected = false }).ToDo.ShouldContain("Bring ZooKeeper back");
        var cut = Instance("id1", "ACTIVE") with { Failsafe = true, Note = note };
        Only(Page(Passive) with { Instances = Listed(cut, Instance("id2", "PASSIVE")) }).What.ShouldStartWith("id1: failsafe");
        Only(Page(Passive) with { Connected = false }).What.ShouldContain("what it saw last");
    }

    [Fact]
    public void Silent_instances_stores_and_missing_successors_are_named()
    {
        var silent = Instance("id1", "UNREACHABLE") with { Reachable = false, Error = "no heartbeat within 1 s" };
        Only(Page(Passive) with { Instances = Listed(silent, Instance("id2", "PASSIVE")) })
            .ShouldSatisfyAllConditions(f => f.Severity.ShouldBe(Severity.Bad), f => f.What.ShouldContain("id1, the active,"));
        var never = Instance("id2", "PASSIVE") with { Tags = new Dictionary<string, string> { ["neverActive"] = "true" } };
        Only(Page(Passive) with { Instances = Listed(Instance("id1", "ACTIVE"), never) }).What.ShouldBe("No other instance could take over now");
        Only(Page(Passive with { StoreAgeMs = 60_000 })).What.ShouldBe("The store has not answered id2 for 1 min 0 s");
        Only(Page(Passive with { Note = "ill health: disk" })).What.ShouldBe("id2: ill health: disk");
        Only(Page(Passive) with { Instances = Listed(Instance("id1", "ACTIVE"), Instance("id2", "ACTIVE")) }).What.ShouldEndWith("active: id1, id2");
    }

    [Theory]
    [InlineData(79, 0, 0, null, null)]
    [InlineData(80, 0, 0, "Warning", "80 messages wait")]
    [InlineData(100, 0, 0, "Bad", "ATLASHA-503-005")]
    [InlineData(1, 61_000, 0, "Warning", "1 min 1 s")]
    [InlineData(0, 0, 3, "Warning", "3 messages were given up")]
    [InlineData(0, 0, 1, "Warning", "1 message was given up")]
    public void Messages_that_wait_or_were_given_up_are_told_of(long queued, long lag, long failed, string? severity, string? what)
    {
        var page = Page(Passive with { Notifications = new NotificationHeartbeat { Queued = queued, MaxQueued = 100, LagMs = lag, Failed = failed } });
        if (severity is null) Findings.Of(page).ShouldBeEmpty();
        else Only(page).ShouldSatisfyAllConditions(f => f.Severity.ShouldBe(Enum.Parse<Severity>(severity)), f => f.What.ShouldContain(what!));
    }

    [Theory]
    [InlineData(79, null, null)]
    [InlineData(80, "Warning", "80 MiB of messages wait, and from 100 MiB on posts are refused")]
    [InlineData(100, "Bad", "ATLASHA-503-005")]
    public void Bytes_that_wait_are_told_of(long mebibytes, string? severity, string? what)
    {
        var page = Page(Passive with { Notifications = new NotificationHeartbeat { QueuedBytes = mebibytes << 20, MaxQueuedBytes = 100 << 20 } });
        if (severity is null) Findings.Of(page).ShouldBeEmpty();
        else Only(page).ShouldSatisfyAllConditions(f => f.Severity.ShouldBe(Enum.Parse<Severity>(severity)), f => f.What.ShouldContain(what!));
    }

    [Fact]
    public void Partitions_that_are_halted_are_told_of_with_the_command_that_mends_it()
    {
        var finding = Only(Page(Passive with { Notifications = new NotificationHeartbeat { KafkaHalted = ["partition 0 of T is halted at position 9"] } }));
        finding.ShouldSatisfyAllConditions(
            f => f.Severity.ShouldBe(Severity.Bad), f => f.What.ShouldContain("partition 0 of T is halted"), f => f.ToDo.ShouldContain("notifications positions --reset"));
    }

    private static StatusPageModel Page(StatusBody status) => new(status, Connected: true, LeaseIsValid: null, Now);

    private static InstancesBody Listed(params InstanceBody[] instances) => new("id1", "http://id1", 7, instances);

    private static InstanceBody Instance(string id, string status) => new(
        id, $"http://{id}", null, "1", new Dictionary<string, string>(), status, Reachable: true, Now, 7, 1, 1, 1, 0, 1, Note: null, Error: null);

    private static Finding Only(StatusPageModel page) => Findings.Of(page).ShouldHaveSingleItem();
}
