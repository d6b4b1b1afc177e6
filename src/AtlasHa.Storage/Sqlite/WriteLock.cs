using AtlasHa.Catalog.Storage;
using AtlasHa.Storage.Sqlite.Fencing;

namespace AtlasHa.Storage.Sqlite;

/// <summary>Waits for SQLite's write lock without blocking a thread, and frees it from a superseded process; see <see cref="Fence"/>.</summary>
internal sealed class WriteLock(SqliteStoreOptions options, Fence fence, TimeProvider time)
{
    // A writer that commits group after group leaves the lock free for microseconds: polling must be quick to find such a gap.
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan FenceInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Starts a write transaction on behalf of <paramref name="epoch"/>.</summary>
    /// <exception cref="StoreUnavailableException">The lock did not become free in time; says who holds it.</exception>
    public Task TakeAsync(SqliteSession session, long epoch, CancellationToken cancellationToken) =>
        WaitAsync(session, epoch, static session => session.TryBeginImmediate(), cancellationToken);

    /// <summary>Repeats <paramref name="attempt"/>, which needs the lock, until it is true.</summary>
    /// <exception cref="StoreUnavailableException">The lock did not become free in time; says who holds it.</exception>
    public async Task WaitAsync(SqliteSession session, long epoch, Func<SqliteSession, bool> attempt, CancellationToken cancellationToken)
    {
        var waitingSince = time.GetTimestamp();
        var fenceAfter = options.FenceAfter;
        while (!attempt(session))
        {
            var waited = time.GetElapsedTime(waitingSince);
            if (waited >= options.BusyTimeout)
                throw new StoreUnavailableException(
                    $"the write lock of {options.Path} did not become free within {options.BusyTimeout.TotalSeconds:0.###} s: {Fence.Explain(session)}",
                    false);
            if (waited >= fenceAfter)
            {
                fence.KillSupersededHolder(session, epoch);
                fenceAfter = waited + FenceInterval;
            }
            await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
