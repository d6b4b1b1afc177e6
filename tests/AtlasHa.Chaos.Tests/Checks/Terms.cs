using AtlasHa.Chaos.Tests.History;

namespace AtlasHa.Chaos.Tests.Checks;

/// <summary>
/// No two terms overlap: the store's journal is a sequence of terms, each of which begins with a claim of a higher epoch than all before, and
/// holds changes of the claiming process only.
/// </summary>
internal static class Terms
{
    public static IReadOnlyList<Violation> Check(IEnumerable<JournalRow> journal)
    {
        var violations = new List<Violation>();
        JournalRow? claim = null;
        foreach (var row in journal.OrderBy(r => r.Sequence))
        {
            if (row.Claimant is not null)
            {
                if (claim is not null && row.Epoch <= claim.Epoch) violations.Add(new("an epoch was claimed that is not higher than the one before", [$"{claim}", $"{row}"]));
                claim = row;
            }
            else if (claim is null)
            {
                // The journal began in the middle of a term.
                claim = row;
            }
            else if (row.Writer != claim.Writer || row.Epoch != claim.Epoch)
            {
                violations.Add(new("a process wrote in the term of another", [$"{claim}", $"{row}"]));
            }
        }

        return violations;
    }

    /// <summary>The election's history names the same instance for an epoch as the store does, and its epochs rise.</summary>
    public static IReadOnlyList<Violation> Check(IEnumerable<JournalRow> journal, IReadOnlyList<(long Epoch, string To)> changes)
    {
        var claims = journal.Where(row => row.Claimant is not null).ToDictionary(row => row.Epoch, row => row.Claimant);
        var violations = new List<Violation>();
        for (var i = 0; i < changes.Count; i++)
        {
            var (epoch, to) = changes[i];
            if (i > 0 && epoch <= changes[i - 1].Epoch) violations.Add(new($"the history's epochs do not rise: {changes[i - 1]}, {changes[i]}", []));
            if (claims.TryGetValue(epoch, out var claimant) && claimant != to)
                violations.Add(new($"epoch {epoch} is {to}'s in the election's history, and was claimed by {claimant} in the store", []));
        }

        return violations;
    }
}
