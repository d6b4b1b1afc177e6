using AtlasHa.ZooKeeper.Connection;

namespace AtlasHa.ZooKeeper.Tests;

public sealed class SessionStateMachineTests
{
    public static TheoryData<string, string, string> Transitions { get; } = new()
    {
        { "Connecting", "Established", "Connected" },
        { "Connecting", "ConnectionLost", "Connecting" },
        { "Connecting", "ExpiredByServer", "Expired" },
        { "Connecting", "ExpiredUnheard", "Expired" },
        { "Connecting", "AuthRefused", "AuthFailed" },
        { "Connecting", "ClosedByClient", "Closed" },
        { "Connected", "Established", "Connected" },
        { "Connected", "ConnectionLost", "Suspended" },
        { "Connected", "ExpiredByServer", "Expired" },
        { "Connected", "ExpiredUnheard", "Expired" },
        { "Connected", "AuthRefused", "AuthFailed" },
        { "Connected", "ClosedByClient", "Closed" },
        { "Suspended", "Established", "Connected" },
        { "Suspended", "ConnectionLost", "Suspended" },
        { "Suspended", "ExpiredByServer", "Expired" },
        { "Suspended", "ExpiredUnheard", "Expired" },
        { "Suspended", "AuthRefused", "AuthFailed" },
        { "Suspended", "ClosedByClient", "Closed" },
    };

    [Theory]
    [MemberData(nameof(Transitions))]
    public void Session_moves_as_the_table_says(string state, string happened, string next)
        => SessionStateMachine.Next(Enum.Parse<SessionState>(state), Enum.Parse<SessionEvent>(happened)).ShouldBe(Enum.Parse<SessionState>(next));

    [Fact]
    public void Final_states_are_never_left()
    {
        foreach (var state in new[] { SessionState.Expired, SessionState.AuthFailed, SessionState.Closed })
        {
            SessionStateMachine.IsFinal(state).ShouldBeTrue();
            foreach (var happened in Enum.GetValues<SessionEvent>())
                SessionStateMachine.Next(state, happened).ShouldBe(state);
        }
    }

    [Fact]
    public void Table_covers_every_state_that_is_not_final_and_every_event()
    {
        var open = Enum.GetValues<SessionState>().Count(state => !SessionStateMachine.IsFinal(state));
        Transitions.Count.ShouldBe(open * Enum.GetValues<SessionEvent>().Length);
    }
}
