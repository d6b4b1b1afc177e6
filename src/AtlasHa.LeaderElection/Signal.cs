namespace AtlasHa.LeaderElection;

/// <summary>A wake-up for one waiting loop: any number of calls of <see cref="Set"/> before the next wait count as one, and none is lost.</summary>
internal sealed class Signal(TimeProvider time)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _set = NewSource();

    public void Set()
    {
        lock (_gate)
            _set.TrySetResult();
    }

    /// <summary>Returns when set, or after <paramref name="patience"/>, or when <paramref name="interrupt"/> is cancelled; never throws.</summary>
    public async Task WaitAsync(TimeSpan patience, CancellationToken interrupt)
    {
        await _set.Task.WaitAsync(patience, time, interrupt).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            if (_set.Task.IsCompleted)
                _set = NewSource();
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
