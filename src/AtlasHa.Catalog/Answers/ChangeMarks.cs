namespace AtlasHa.Catalog.Answers;

/// <summary>
/// When each stripe of the catalogue was changed last in this term, in numbers of commits. A stripe counts as changed from before a commit
/// that touches it begins, so nothing older is used once anybody can see the new state. One writer at a time; readers from any thread,
/// without a lock.
/// </summary>
internal sealed class ChangeMarks
{
    private const long InFlight = long.MaxValue;
    private static readonly ushort[] AllStripes = [.. Enumerable.Range(0, ushort.MaxValue + 1).Select(stripe => (ushort)stripe)];

    private readonly long[] _changedAt = new long[ushort.MaxValue + 1];
    private long _commits;

    /// <summary>The number of the last commit that is done. A snapshot that is opened after this was read has that commit in it.</summary>
    public long Now => Volatile.Read(ref _commits);

    /// <summary>Before the commit of these changes: what depends on them is neither used nor kept from now on.</summary>
    public void Begin(Footprint changes)
    {
        foreach (var stripe in Touched(changes))
            Volatile.Write(ref _changedAt[stripe], InFlight);
        // The commit must not be seen before the marks.
        Interlocked.MemoryBarrier();
    }

    /// <summary>
    /// After the commit, and before anybody is told of it. Also after one that certainly changed nothing; after one of unknown outcome
    /// never, so that the marks stay.
    /// </summary>
    public void End(Footprint changes)
    {
        var number = _commits + 1;
        foreach (var stripe in Touched(changes))
            Volatile.Write(ref _changedAt[stripe], number);
        Volatile.Write(ref _commits, number);
    }

    /// <summary>True when nothing of these stripes has been changed after commit <paramref name="since"/>, nor is being changed.</summary>
    public bool AreUnchanged(ReadOnlySpan<ushort> stripes, long since)
    {
        foreach (var stripe in stripes)
        {
            if (Volatile.Read(ref _changedAt[stripe]) > since)
                return false;
        }
        return true;
    }

    private static IReadOnlyCollection<ushort> Touched(Footprint changes) => changes.IsEverything ? AllStripes : changes.Stripes;
}
