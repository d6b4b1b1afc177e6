using AtlasHa.Chaos.Tests.History;

namespace AtlasHa.Chaos.Tests.Checks;

/// <summary>
/// Checks that every entity behaved as one register which all users shared, without delay: each answer is explained by one order of
/// all operations, in which each stands between its invocation and its answer. Linearizability is local, so entities are looked at one by one.
/// </summary>
internal static class Linearizability
{
    private const int MaxConfigurations = 500_000;

    public static IReadOnlyList<Violation> Check(IEnumerable<RecordedOperation> history)
        =>
        [
            .. history
                .Where(o => o.Outcome == Outcome.Done || o.MayHaveEffect)
                .GroupBy(o => o.Key)
                .Select(entity => OrderSearch.Run([.. entity.OrderBy(o => o.Invoked)], MaxConfigurations))
                .OfType<Violation>(),
        ];
}
