using System.Diagnostics.CodeAnalysis;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Model.Errors;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;

namespace AtlasHa.Client.Retrying;

/// <summary>Repeats a call that may be repeated until it has an answer or the deadline is over.</summary>
/// <param name="options">How often and for how long.</param>
/// <param name="time">Clock.</param>
/// <param name="changes">Ends attempts early; null when nobody tells of changes.</param>
internal sealed class Retries(RetryOptions options, TimeProvider time, IActiveChanges? changes = null)
{
    private const int ServiceUnavailable = 503;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);

    /// <param name="name">The call, for the message of a failure.</param>
    /// <param name="attempt">The call; whatever became of one attempt, another may follow.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">The deadline is over; the last failure is inside. A write may or may not have been made.</exception>
    public async Task<T> RunAsync<T>(string name, Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var (patience, left) = (options.FirstAttemptTimeout, options.Deadline);
        for (var attempts = 1; ; attempts++)
        {
            Exception failure;
            try
            {
                return await OnceAsync(attempt, Shorter(patience, left), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (IsWorthAnotherTry(e, cancellationToken))
            {
                failure = e;
            }
            patience *= 2;
            left = options.Deadline - time.GetElapsedTime(started);
            if (left > TimeSpan.Zero && attempts > 1)
            {
                await Task.Delay(Shorter(PauseAfter(attempts), left), time, cancellationToken).ConfigureAwait(false);
                left = options.Deadline - time.GetElapsedTime(started);
            }
            if (left <= TimeSpan.Zero)
                throw new TimeoutException(
                    $"{name} got no answer from the active instance within {options.Deadline.TotalSeconds:0.###} s and {attempts} attempts. The last one: "
                    + $"{failure.Message}. See GET /api/atlas/admin/instances on any instance", failure);
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private async Task<T> OnceAsync<T>(Func<Task<T>> attempt, TimeSpan patience, CancellationToken cancellationToken)
    {
        // Asked for first: a change while the call is being sent counts.
        var change = changes?.Next;
        var answer = attempt();
        try
        {
            var waited = answer.WaitAsync(patience, time, cancellationToken);
            if (change is null || await Task.WhenAny(waited, change).ConfigureAwait(false) == waited)
                return await waited.ConfigureAwait(false);
            _ = waited.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw new NotActiveException("another instance became the active one while the call was on its way");
        }
        finally
        {
            // Nobody waits any more for an attempt that was given up; how it fails is no unobserved failure.
            if (!answer.IsCompleted)
                _ = answer.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    /// <summary>What the cluster fails with while its active instance changes. All else is the catalogue's answer, or a mistake.</summary>
    private static bool IsWorthAnotherTry(Exception failure, CancellationToken cancellationToken) => failure switch
    {
        NotActiveException or ServiceUnavailableException => true,
        AtlasException { Code.HttpStatus: ServiceUnavailable } => true,
        TimeoutException or SiloUnavailableException or OrleansMessageRejectionException or ClientNotAvailableException => true,
        ConnectionFailedException or GatewayTooBusyException or LimitExceededException => true,
        // The active instance has cut the call off because its term was over.
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        _ => false,
    };

    [SuppressMessage("Security", "CA5394", Justification = "Jitter is no secret.")]
    private TimeSpan PauseAfter(int attempts)
    {
        var full = FirstPause * Math.Pow(2, Math.Min(attempts - 2, 16));
        return Shorter(full, options.MaxPause) * (0.5 + Random.Shared.NextDouble() / 2);
    }
}
