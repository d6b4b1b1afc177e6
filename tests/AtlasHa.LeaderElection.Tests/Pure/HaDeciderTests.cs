using AtlasHa.LeaderElection.Control;
using AtlasHa.LeaderElection.Latch;
using AtlasHa.LeaderElection.Nodes;
using AtlasHa.LeaderElection.Roles;

namespace AtlasHa.LeaderElection.Tests.Pure;

public sealed class HaDeciderTests
{
    private static readonly HaObservation Idle = new(
        Contact.Connected, Registration.Ours, LatchPosition.Waiting, HoldsAddress: false, OfficePhase.Vacant, TermCut: false, Eligible: true, BackingOff: false, StepDown: null, Stopping: false);

    private static readonly HaObservation InOffice = Idle with { Office = OfficePhase.Held, Latch = LatchPosition.First, HoldsAddress = true };

    private static readonly HaObservation Adrift = Idle with { Office = OfficePhase.Adrift, Registration = Registration.Missing, Latch = LatchPosition.Out };

    private static readonly Dictionary<string, (HaObservation Seen, HaStep Step)> Rows = new()
    {
        ["waits behind another"] = (Idle, HaStep.Wait),
        ["takes office when first"] = (Idle with { Latch = LatchPosition.First }, HaStep.TakeOffice),
        ["joins when out of the queue"] = (Idle with { Latch = LatchPosition.Out }, HaStep.JoinQueue),
        ["registers before it joins"] = (Idle with { Registration = Registration.Missing, Latch = LatchPosition.Out }, HaStep.Register),
        ["leaves the queue when its registration is gone"] = (Idle with { Registration = Registration.Missing }, HaStep.LeaveQueue),
        ["leaves the queue even if first when its id is taken"] = (Idle with { Registration = Registration.Taken, Latch = LatchPosition.First }, HaStep.LeaveQueue),
        ["waits while its id is taken"] = (Idle with { Registration = Registration.Taken, Latch = LatchPosition.Out }, HaStep.Wait),
        ["does not join while a handler still runs"] = (Idle with { Eligible = false, Latch = LatchPosition.Out }, HaStep.Wait),
        ["leaves the queue while a handler still runs"] = (Idle with { Eligible = false, Latch = LatchPosition.First }, HaStep.LeaveQueue),
        ["does not join while it pauses"] = (Idle with { BackingOff = true, Latch = LatchPosition.Out }, HaStep.Wait),
        ["does not hold the head of the queue while it pauses"] = (Idle with { BackingOff = true, Latch = LatchPosition.First }, HaStep.LeaveQueue),
        ["waits out of contact"] = (Idle with { Contact = Contact.None, Registration = Registration.Missing, Latch = LatchPosition.Out }, HaStep.Wait),
        ["ends an expired session"] = (Idle with { Contact = Contact.Ended }, HaStep.EndSession),
        ["ends the session when it stops"] = (Idle with { Stopping = true }, HaStep.EndSession),
        ["ends the session when it stops out of contact"] = (Idle with { Stopping = true, Contact = Contact.None }, HaStep.EndSession),
        ["ignores a step-down when not in office"] = (Idle with { StepDown = "x" }, HaStep.Wait),

        ["stays in office"] = (InOffice, HaStep.Wait),
        ["stays in office out of contact"] = (InOffice with { Contact = Contact.None, Registration = Registration.Missing, Latch = LatchPosition.Out, HoldsAddress = false }, HaStep.Wait),
        ["stays in office when the session is over"] = (InOffice with { Contact = Contact.Ended, Registration = Registration.Missing, Latch = LatchPosition.Out, HoldsAddress = false }, HaStep.EndSession),
        ["hands over when it stops and the session is over"] = (InOffice with { Contact = Contact.Ended, Stopping = true }, HaStep.HandOver),
        ["hands over when asked to and the session is over"] = (InOffice with { Contact = Contact.Ended, StepDown = "x" }, HaStep.HandOver),
        ["demotes when the term was cut and the session is over"] = (InOffice with { Contact = Contact.Ended, TermCut = true }, HaStep.Demote),
        ["demotes when the latch is gone"] = (InOffice with { Latch = LatchPosition.Out }, HaStep.Demote),
        ["demotes when somebody stands before it"] = (InOffice with { Latch = LatchPosition.Waiting }, HaStep.Demote),
        ["demotes when its id is taken"] = (InOffice with { Registration = Registration.Taken }, HaStep.Demote),
        ["demotes when the term was cut just as it was published"] = (InOffice with { TermCut = true }, HaStep.Demote),
        ["publishes again when its address is gone"] = (InOffice with { HoldsAddress = false }, HaStep.PublishAgain),
        ["publishes again when its registration is gone"] = (InOffice with { Registration = Registration.Missing }, HaStep.PublishAgain),
        ["hands over when it stops"] = (InOffice with { Stopping = true }, HaStep.HandOver),
        ["hands over when asked to"] = (InOffice with { StepDown = "x" }, HaStep.HandOver),
        ["hands over when asked to out of contact"] = (InOffice with { StepDown = "x", Contact = Contact.None }, HaStep.HandOver),

        ["waits adrift out of contact"] = (Adrift with { Contact = Contact.None }, HaStep.Wait),
        ["gives up another session adrift"] = (Adrift with { Contact = Contact.Ended }, HaStep.EndSession),
        ["registers adrift"] = (Adrift, HaStep.Register),
        ["waits adrift while its id is taken"] = (Adrift with { Registration = Registration.Taken }, HaStep.Wait),
        ["joins the queue adrift"] = (Adrift with { Registration = Registration.Ours }, HaStep.JoinQueue),
        ["waits adrift behind nodes that will go"] = (Adrift with { Registration = Registration.Ours, Latch = LatchPosition.Waiting }, HaStep.Wait),
        ["waits adrift while the store is silent"] = (Adrift with { Registration = Registration.Ours, Latch = LatchPosition.First }, HaStep.Wait),
        ["resumes when first and still the last"] = (Adrift with { Registration = Registration.Ours, Latch = LatchPosition.First, Claim = TermClaim.Free }, HaStep.Resume),
        ["demotes adrift behind another"] = (Adrift with { Registration = Registration.Ours, Latch = LatchPosition.Waiting, Claim = TermClaim.Behind }, HaStep.Demote),
        ["demotes adrift when superseded"] = (Adrift with { Registration = Registration.Ours, Latch = LatchPosition.First, Claim = TermClaim.Superseded }, HaStep.Demote),
        ["demotes adrift when the term was cut"] = (Adrift with { TermCut = true }, HaStep.Demote),
        ["hands over adrift when it stops"] = (Adrift with { Stopping = true }, HaStep.HandOver),
        ["hands over adrift when asked to out of contact"] = (Adrift with { Contact = Contact.None, StepDown = "x" }, HaStep.HandOver),

        ["lets the last active join first"] = (Idle with { Latch = LatchPosition.Out, LastActiveGoesFirst = true }, HaStep.Wait),
        ["registers before it lets the last active join first"] = (Idle with { Registration = Registration.Missing, Latch = LatchPosition.Out, LastActiveGoesFirst = true }, HaStep.Register),

        ["goes on taking office"] = (InOffice with { Office = OfficePhase.Entering, HoldsAddress = false }, HaStep.Wait),
        ["goes on taking office out of contact"] = (InOffice with { Office = OfficePhase.Entering, Contact = Contact.None, Latch = LatchPosition.Out }, HaStep.Wait),
        ["cuts taking office when the latch is gone"] = (InOffice with { Office = OfficePhase.Entering, Latch = LatchPosition.Out }, HaStep.CutTerm),
        ["cuts taking office when the session is over"] = (InOffice with { Office = OfficePhase.Entering, Contact = Contact.Ended }, HaStep.CutTerm),
        ["cuts taking office when it stops"] = (InOffice with { Office = OfficePhase.Entering, Stopping = true }, HaStep.CutTerm),
        ["cuts taking office when asked to"] = (InOffice with { Office = OfficePhase.Entering, StepDown = "x" }, HaStep.CutTerm),

        ["goes on leaving"] = (InOffice with { Office = OfficePhase.Leaving, Stopping = true, StepDown = "x" }, HaStep.Wait),
        ["goes on leaving out of contact"] = (InOffice with { Office = OfficePhase.Leaving, Contact = Contact.None, Latch = LatchPosition.Out }, HaStep.Wait),
        ["cuts leaving when the latch is gone"] = (InOffice with { Office = OfficePhase.Leaving, Latch = LatchPosition.Out }, HaStep.CutTerm),
        ["cuts leaving when the session is over"] = (InOffice with { Office = OfficePhase.Leaving, Contact = Contact.Ended }, HaStep.CutTerm),

        ["hands over for a switchover"] = (InOffice with { Orders = Ordered(SwitchoverPart.HandOver) }, HaStep.HandOver),
        ["hands over for a switchover while paused"] = (InOffice with { Orders = Ordered(SwitchoverPart.HandOver) with { Paused = true } }, HaStep.HandOver),
        ["stays in office while paused"] = (InOffice with { Orders = Orders.None with { Paused = true } }, HaStep.Wait),
        ["clears a switchover that is done or void"] = (InOffice with { Orders = Ordered(SwitchoverPart.Clear) }, HaStep.ClearSwitchover),
        ["puts its nodes right before it heeds a switchover"] = (InOffice with { HoldsAddress = false, Orders = Ordered(SwitchoverPart.HandOver) }, HaStep.PublishAgain),
        ["stops before it heeds a switchover"] = (InOffice with { Stopping = true, Orders = Ordered(SwitchoverPart.Clear) }, HaStep.HandOver),
        ["goes on taking office when a switchover is asked for"] = (InOffice with { Office = OfficePhase.Entering, Orders = Ordered(SwitchoverPart.StandBack) }, HaStep.Wait),

        ["leaves the queue for the candidate"] = (Idle with { Orders = Ordered(SwitchoverPart.StandBack) }, HaStep.LeaveQueue),
        ["leaves the head of the queue for the candidate"] = (Idle with { Latch = LatchPosition.First, Orders = Ordered(SwitchoverPart.StandBack) }, HaStep.LeaveQueue),
        ["stays out of the queue for the candidate"] = (Idle with { Latch = LatchPosition.Out, Orders = Ordered(SwitchoverPart.StandBack) }, HaStep.Wait),
        ["clears a void switchover before all else"] = (Idle with { Latch = LatchPosition.First, Orders = Ordered(SwitchoverPart.Clear) }, HaStep.ClearSwitchover),
        ["joins as the candidate"] = (Idle with { Latch = LatchPosition.Out, Orders = Ordered(SwitchoverPart.Take) }, HaStep.JoinQueue),
        ["waits for its turn as the candidate"] = (Idle with { Orders = Ordered(SwitchoverPart.Take) }, HaStep.Wait),
        ["takes office as the candidate"] = (Idle with { Latch = LatchPosition.First, Orders = Ordered(SwitchoverPart.Take) }, HaStep.TakeOffice),
        ["takes office as the candidate although paused"] = (Idle with { Latch = LatchPosition.First, Orders = Ordered(SwitchoverPart.Take) with { Paused = true } }, HaStep.TakeOffice),
        ["keeps its place in the queue while paused"] = (Idle with { Latch = LatchPosition.First, Orders = Orders.None with { Paused = true } }, HaStep.Wait),
        ["joins the queue while paused"] = (Idle with { Latch = LatchPosition.Out, Orders = Orders.None with { Paused = true } }, HaStep.JoinQueue),
        ["never joins with the tag neverActive"] = (Idle with { Latch = LatchPosition.Out, Orders = Orders.None with { NeverActive = true } }, HaStep.Wait),
        ["leaves the queue with the tag neverActive"] = (Idle with { Latch = LatchPosition.First, Orders = Orders.None with { NeverActive = true } }, HaStep.LeaveQueue),
        ["lets a higher priority pass"] = (Idle with { Latch = LatchPosition.First, Orders = Orders.None with { Outranked = true } }, HaStep.LetPass),
    };

    public static TheoryData<string> RowNames => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(RowNames))]
    public void Decider_gives_the_step_of_the_table(string row)
    {
        var (seen, step) = Rows[row];
        var action = HaDecider.Decide(seen);
        action.Step.ShouldBe(step);
        action.Because.ShouldNotBeEmpty();
    }

    [Fact]
    public void Decider_never_takes_office_unless_first_registered_connected_and_free()
    {
        foreach (var seen in EverySituation().Where(seen => HaDecider.Decide(seen).Step == HaStep.TakeOffice))
        {
            seen.ShouldBe(seen with
            {
                Contact = Contact.Connected,
                Registration = Registration.Ours,
                Latch = LatchPosition.First,
                Office = OfficePhase.Vacant,
                Eligible = true,
                BackingOff = false,
                Stopping = false,
            });
        }
    }

    [Fact]
    public void Whoever_may_follow_would_take_office_if_it_were_first()
    {
        var heirs = EverySituation().Where(HaDecider.MayFollow).ToList();
        heirs.ShouldNotBeEmpty();
        foreach (var heir in heirs)
            HaDecider.Decide(heir with { Latch = LatchPosition.First, Orders = heir.Orders with { Outranked = false } }).Step.ShouldBe(HaStep.TakeOffice);
    }

    [Fact]
    public void Decider_never_takes_office_against_an_order()
    {
        foreach (var orders in EverySituation().Where(seen => HaDecider.Decide(seen).Step == HaStep.TakeOffice).Select(seen => seen.Orders))
        {
            orders.NeverActive.ShouldBeFalse();
            orders.Switchover.ShouldBeOneOf(SwitchoverPart.None, SwitchoverPart.Take, SwitchoverPart.HandOver);
            if (orders.Switchover != SwitchoverPart.Take)
                (orders.Paused || orders.Outranked).ShouldBeFalse();
        }
    }

    [Fact]
    public void Decider_never_ends_a_term_for_tags_or_a_pause()
    {
        foreach (var seen in EverySituation().Where(seen => seen.Orders.Switchover != SwitchoverPart.HandOver))
        {
            var without = seen with { Orders = Orders.None };
            if (HaDecider.Decide(seen).Step is HaStep.HandOver or HaStep.Demote or HaStep.CutTerm or HaStep.EndSession)
                HaDecider.Decide(without).ShouldBe(HaDecider.Decide(seen));
        }
    }

    [Fact]
    public void Decider_never_ends_a_living_session_before_the_office_is_vacant()
        => EverySituation().Where(seen => HaDecider.Decide(seen).Step == HaStep.EndSession)
            .ShouldAllBe(seen => seen.Office == OfficePhase.Vacant || seen.Contact == Contact.Ended);

    [Fact]
    public void Decider_never_resumes_a_term_unless_first_registered_connected_and_still_the_last()
    {
        foreach (var seen in EverySituation().Where(seen => HaDecider.Decide(seen).Step == HaStep.Resume))
        {
            seen.ShouldBe(seen with
            {
                Contact = Contact.Connected,
                Registration = Registration.Ours,
                Latch = LatchPosition.First,
                Office = OfficePhase.Adrift,
                Claim = TermClaim.Free,
                TermCut = false,
                StepDown = null,
                Stopping = false,
            });
        }
    }

    private static Orders Ordered(SwitchoverPart part)
        => Orders.None with { Switchover = part, Request = new SwitchoverRequest("r", "id1", 1, "id2", "test", DateTimeOffset.UnixEpoch) };

    private static IEnumerable<HaObservation> EverySituation()
    {
        bool[] both = [false, true];
        return from contact in Enum.GetValues<Contact>()
               from registration in Enum.GetValues<Registration>()
               from latch in Enum.GetValues<LatchPosition>()
               from office in Enum.GetValues<OfficePhase>()
               from holds in both
               from cut in both
               from eligible in both
               from backingOff in both
               from stepDown in new[] { null, "x" }
               from stopping in both
               from part in Enum.GetValues<SwitchoverPart>()
               from paused in both
               from neverActive in both
               from outranked in both
               from claim in office == OfficePhase.Adrift ? Enum.GetValues<TermClaim>() : [TermClaim.Unknown]
               select new HaObservation(contact, registration, latch, holds, office, cut, eligible, backingOff, stepDown, stopping)
               {
                   Orders = new Orders(part, null, paused, neverActive, outranked),
                   Claim = claim,
               };
    }
}
