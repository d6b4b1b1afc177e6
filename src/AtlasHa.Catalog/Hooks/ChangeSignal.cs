namespace AtlasHa.Catalog.Hooks;

/// <summary>Tells whoever waits that there is something new. Take <see cref="Next"/> first, then look, then wait: nothing is missed.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes the next time that the signal is given.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Give() => Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
