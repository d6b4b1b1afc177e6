namespace AtlasHa.Silo.Tests;

/// <param name="cancelled">Completed when a call was cancelled.</param>
public sealed class EndlessGrain(TaskCompletionSource cancelled) : Grain, IEndlessGrain
{
    public async Task SearchAsync(CancellationToken cancellationToken)
    {
        await using var told = cancellationToken.Register(() => cancelled.TrySetResult());
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }
}
