namespace AtlasHa.LeaderElection.Roles;

/// <summary>
/// Between the watch on the active, which removes its nodes when it is dead, and the election's loop: whether this instance may follow at once, and
/// the epoch that was raised by the removal's own transaction. Belongs to one session.
/// </summary>
/// <param name="hindered">True when failover is paused, or a candidate of a higher priority may have to be let past: what is known by now, however lately the loop looked.</param>
/// <param name="wake">Makes the loop look again.</param>
internal sealed class Succession(Func<bool> hindered, Action wake)
{
    private volatile string? _heir;
    private volatile Task _raising = Task.CompletedTask;
    private RaisedEpoch? _raised;

    /// <summary>Path of the own queue node, when nothing but those before it keep this instance from taking office; else null.</summary>
    public string? Heir
    {
        get => hindered() ? null : _heir;
        set => _heir = value;
    }

    /// <summary>Done when no epoch is being raised; never fails. The loop waits for it, because the removal wakes it before it knows its outcome.</summary>
    public Task Raising => _raising;

    /// <summary>Runs a transaction that raises an epoch, and hands the epoch to the loop when it was committed.</summary>
    /// <exception cref="AtlasHa.ZooKeeper.ZooKeeperException">As the transaction's.</exception>
    public async Task RaiseAsync(RaisedEpoch epoch, Func<Task> transaction)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _raising = done.Task;
        try
        {
            await transaction().ConfigureAwait(false);
            Volatile.Write(ref _raised, epoch);
        }
        finally
        {
            done.SetResult();
            wake();
        }
    }

    /// <summary>The epoch that was raised for a term with this queue node, once; null when there is none.</summary>
    public long? Take(string? latch) => Interlocked.Exchange(ref _raised, null) is { } raised && raised.Latch == latch ? raised.Epoch : null;
}
