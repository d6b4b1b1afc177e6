using AtlasHa.LeaderElection;

namespace AtlasHa.Gateway.StatusPage;

/// <summary>The changes of the active as far as this instance knows them.</summary>
/// <param name="Changes">Oldest first; null when they were never read.</param>
/// <param name="ReadAt">When they were read.</param>
/// <param name="Problem">Why they could not be read now; null when they were.</param>
internal sealed record KnownHistory(IReadOnlyList<TermChange>? Changes, DateTimeOffset? ReadAt, string? Problem)
{
    public static readonly KnownHistory Unread = new(null, null, null);
}
