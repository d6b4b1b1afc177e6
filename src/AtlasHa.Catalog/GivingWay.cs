namespace AtlasHa.Catalog;

/// <summary>
/// Leaves the store's writer to user requests: while some wait, work that goes on by itself pauses after each step for as long as the step took, so that it has
/// half of the writer at most.
/// </summary>
/// <param name="catalog">Whose writer it is.</param>
/// <param name="time">Clock.</param>
public sealed class GivingWay(MetadataCatalog catalog, TimeProvider time)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>A user who has written will soon write again.</summary>
    private static readonly TimeSpan Lull = TimeSpan.FromSeconds(1);

    private long _userWrites = catalog.UserWrites;
    private long _seen = time.GetTimestamp();

    /// <summary>No user has written for a while.</summary>
    public bool IsCalm { get; private set; }

    /// <param name="since">Timestamp at which the step began.</param>
    /// <param name="cancellationToken">Ends the pause.</param>
    public Task GiveWayAsync(long since, CancellationToken cancellationToken)
    {
        var userWrites = catalog.UserWrites;
        if (userWrites != _userWrites)
            (_userWrites, _seen) = (userWrites, time.GetTimestamp());
        IsCalm = time.GetElapsedTime(_seen) >= Lull;
        if (IsCalm || catalog.WaitingWrites == 0)
            return Task.CompletedTask;
        var took = time.GetElapsedTime(since);
        return Task.Delay(took < LongestPause ? took : LongestPause, time, cancellationToken);
    }
}
