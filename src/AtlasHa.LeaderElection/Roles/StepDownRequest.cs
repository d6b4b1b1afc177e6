namespace AtlasHa.LeaderElection.Roles;

/// <summary>The request to give up a term, of the latest term that one was made for: work of an old term may come to its end only in the next.</summary>
internal sealed class StepDownRequest
{
    private readonly Lock _gate = new();
    private long _epoch;
    private string? _reason;

    public void Make(long epoch, string reason)
    {
        lock (_gate)
        {
            if (epoch >= _epoch)
                (_epoch, _reason) = (epoch, reason);
        }
    }

    /// <summary>Why the term of <paramref name="epoch"/> is to end, or null.</summary>
    public string? ReasonFor(long? epoch)
    {
        lock (_gate)
            return epoch == _epoch ? _reason : null;
    }
}
