using AtlasHa.Chaos.Tests.Checks;
using AtlasHa.Chaos.Tests.History;

namespace AtlasHa.Chaos.Tests.CheckTests;

/// <summary>
/// A correct register with users that overlap, in simulated time: each operation takes effect at one moment between its invocation and its answer,
/// unknown ones some time later or never.
/// </summary>
internal static class SimulatedRegister
{
    /// <param name="users">How many operations are under way at once.</param>
    /// <param name="unknown">The part of the operations whose answer is lost.</param>
    public static List<RecordedOperation> History(Random random, int operations, int users, double unknown)
    {
        var time = 0L;
        var plans = new List<(long Effect, RecordedOperation Operation)>();
        var free = new long[users];
        for (var number = 1; number <= operations; number++)
        {
            var user = random.Next(users);
            var invoked = time = Math.Max(time, free[user]) + random.Next(1, 4);
            var answered = free[user] = invoked + random.Next(1, 3 * users);
            var kind = (OperationKind)random.Next(4);
            var isLost = random.NextDouble() < unknown;
            var effect = random.NextInt64(invoked, isLost ? answered + (20 * users) : answered + 1);
            plans.Add((effect, new(user, Forged.Key, kind, number, invoked, answered, isLost ? Outcome.Unknown : Outcome.Done, null)));
        }

        var state = Register.Absent;
        var history = new List<RecordedOperation>();
        foreach (var (_, operation) in plans.OrderBy(plan => plan.Effect))
        {
            var isDone = operation.Outcome == Outcome.Done;
            var seen = new Observation(state != Register.Absent, operation.Kind == OperationKind.Read ? state : 0);
            history.Add(operation with { Seen = isDone ? seen : null });
            if (isDone || random.Next(2) == 0) state = Register.Apply(state, operation)!.Value;
        }

        return history;
    }
}
