namespace AtlasHa.LeaderElection.History;

/// <summary>What is written into the history: pure.</summary>
internal static class HistoryPolicy
{
    /// <summary>More are of no use to a reader, and all of them have to fit into one node.</summary>
    public const int Limit = 100;

    private const int MaxReason = 300;

    /// <summary>The entry of a new term.</summary>
    /// <param name="history">What is known of earlier terms.</param>
    /// <param name="note">Why the last term ended, if its holder, or a witness, has said so.</param>
    /// <param name="notedAt">When that was.</param>
    /// <param name="term">The new term's epoch and holder.</param>
    /// <param name="at">When it was published, by the same clock.</param>
    /// <param name="phases">What taking office took.</param>
    public static TermChange Describe(
        IReadOnlyList<TermChange> history, LeaveNote? note, DateTimeOffset notedAt, (long Epoch, string To) term, DateTimeOffset at, TermPhases phases)
    {
        var before = history.LastOrDefault(change => change.Epoch < term.Epoch);

        // A note of an earlier term than the last says nothing: the last one's holder could leave none. Nor does one that was left about another than the
        // last term's holder: whoever noticed a crash may have written it when the next term had already begun.
        var isCurrent = note is not null && note.Epoch < term.Epoch
            && (before is null || note.Epoch > before.Epoch || (note.Epoch == before.Epoch && note.Instance == before.To));
        var said = isCurrent ? note : null;
        var reason = said?.Reason ?? (before is null ? "first election" : $"the session of {before.To} ended");
        return new TermChange(
            term.Epoch,
            said?.Instance ?? before?.To,
            term.To,
            reason.Length <= MaxReason ? reason : reason[..MaxReason],
            at,
            Rounded(phases.Claim),
            Rounded(phases.Activate),
            Rounded(phases.Publish),
            said is null ? null : (long)(at - notedAt).TotalMilliseconds);
    }

    /// <summary>The history with one entry more, in the order of epochs, of the last <see cref="Limit"/> terms.</summary>
    public static IReadOnlyList<TermChange> Append(IReadOnlyList<TermChange> history, TermChange change)
        => [.. history.Where(known => known.Epoch != change.Epoch).Append(change).OrderBy(known => known.Epoch).TakeLast(Limit)];

    private static double Rounded(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);
}
