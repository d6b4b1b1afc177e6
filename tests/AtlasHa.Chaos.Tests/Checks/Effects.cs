using AtlasHa.Chaos.Tests.History;

namespace AtlasHa.Chaos.Tests.Checks;

/// <summary>Each number that a user wrote stands in the store's journal as often as the answer says: once, never, or, when nobody knows, at most once.</summary>
internal static class Effects
{
    public static IReadOnlyList<Violation> Check(IEnumerable<RecordedOperation> history, IEnumerable<JournalRow> journal)
    {
        var rows = journal.Where(row => row.Number is not null).ToLookup(row => row.Number!.Value);
        var violations = new List<Violation>();
        var asked = new HashSet<long>();
        foreach (var operation in history.Where(o => o.Kind is OperationKind.Write or OperationKind.Update))
        {
            asked.Add(operation.Number);
            var effects = rows[operation.Number].Count();
            var isWrong = operation switch
            {
                { Outcome: Outcome.Refused } => effects != 0,
                { Outcome: Outcome.Unknown } => effects > 1,
                { Kind: OperationKind.Update, Seen.Existed: false } => effects != 0,
                _ => effects != 1,
            };
            if (isWrong) violations.Add(new($"took effect {effects} times: {operation}", [.. rows[operation.Number].Select(row => $"{row}")]));
        }

        violations.AddRange(rows.Where(row => !asked.Contains(row.Key)).Select(row => new Violation("nobody asked for this number", [.. row.Select(r => $"{r}")])));
        return violations;
    }
}
