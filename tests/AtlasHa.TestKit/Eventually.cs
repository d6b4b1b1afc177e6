namespace AtlasHa.TestKit;

/// <summary>Waits for a condition, never for a time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Polls until true. Throws <see cref="TimeoutException"/> naming <paramref name="what"/> after the deadline (default <see cref="TestTimeouts.Short"/>).</summary>
    public static Task TrueAsync(string what, Func<bool> condition, TimeSpan? deadline = null)
        => TrueAsync(what, () => Task.FromResult(condition()), deadline);

    /// <inheritdoc cref="TrueAsync(string, Func{bool}, TimeSpan?)"/>
    public static async Task TrueAsync(string what, Func<Task<bool>> condition, TimeSpan? deadline = null)
    {
        var limit = deadline ?? TestTimeouts.Short;
        using var expired = new CancellationTokenSource(limit);
        while (!await condition())
        {
            if (expired.IsCancellationRequested)
                throw new TimeoutException($"not within {limit}: {what}");
            await Task.Delay(Interval);
        }
    }

    /// <summary>Awaits a task with a deadline, and says what for when it passes.</summary>
    public static async Task<T> DoneAsync<T>(string what, Task<T> task, TimeSpan? deadline = null)
    {
        await DoneAsync(what, (Task)task, deadline);
        return await task;
    }

    /// <inheritdoc cref="DoneAsync{T}"/>
    public static async Task DoneAsync(string what, Task task, TimeSpan? deadline = null)
    {
        var limit = deadline ?? TestTimeouts.Short;
        if (await Task.WhenAny(task, Task.Delay(limit)) != task)
            throw new TimeoutException($"not within {limit}: {what}");
        await task;
    }
}
