using AtlasHa.Chaos.Tests.History;

namespace AtlasHa.Chaos.Tests.Checks;

/// <summary>Compares the store at the end with what users were told: what was acknowledged is there once, what was refused is not.</summary>
internal static class CreatedSet
{
    /// <param name="history">All operations.</param>
    /// <param name="stored">How many living entities of the store hold each name.</param>
    public static IReadOnlyList<Violation> Check(IEnumerable<RecordedOperation> history, IReadOnlyDictionary<string, int> stored)
    {
        var operations = history.Where(o => o.Kind != OperationKind.Read).ToLookup(o => o.Key);
        var violations = new List<Violation>();
        foreach (var entity in operations)
        {
            var count = stored.GetValueOrDefault(entity.Key);
            if (count > 1)
                violations.Add(new($"{entity.Key} is there {count} times", Lines(entity)));
            else if (count == 1 && !entity.Any(o => o.Kind == OperationKind.Write && o.MayHaveEffect))
                violations.Add(new($"{entity.Key} is there although nobody can have created it", Lines(entity)));
            else if (count == 0 && IsCreatedForGood(entity))
                violations.Add(new($"{entity.Key} was acknowledged and is lost", Lines(entity)));
        }

        violations.AddRange(stored.Keys.Where(name => !operations.Contains(name)).Select(name => new Violation($"{name} is there and nobody asked for it", [])));
        return violations;
    }

    private static bool IsCreatedForGood(IEnumerable<RecordedOperation> entity)
        => entity.Any(o => o is { Kind: OperationKind.Write, Outcome: Outcome.Done }) && !entity.Any(o => o.Kind == OperationKind.Delete && o.MayHaveEffect);

    private static IReadOnlyList<string> Lines(IEnumerable<RecordedOperation> entity) => [.. entity.Select(o => $"{o}")];
}
