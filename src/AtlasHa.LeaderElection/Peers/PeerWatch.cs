using AtlasHa.LeaderElection.Views;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace AtlasHa.LeaderElection.Peers;

/// <summary>
/// Holds a stream to the active instance. When it breaks, a refusal by both of the active's endpoints proves that its process is gone, and its nodes
/// are removed, so that the election goes on without waiting for its session. Everything weaker proves nothing: the stream is tried again, and the
/// session decides. Belongs to one session of this instance.
/// </summary>
/// <param name="self">This instance's id.</param>
/// <param name="refusing">Told of the session whose process is proved to be gone, and null when the active answers.</param>
/// <param name="crashed">Told of each crash whose nodes this instance removed.</param>
internal sealed class PeerWatch(
    PeerEviction eviction, string self, Action<long?> refusing, Action<PeerCrash> crashed, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan MinPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The kernel closes a dead process's sockets one after another, within milliseconds: the first look can be too early. So long the pauses do not grow, and
    /// what was found to be removed counts: if it has changed, nothing is.
    /// </summary>
    private static readonly TimeSpan Closing = TimeSpan.FromMilliseconds(30);

    /// <summary>What an heir gets, whose removal begins a term, before another removes the nodes.</summary>
    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stopping = new();
    private CancellationTokenSource _change = new();
    private PeerTarget? _target;
    private Task _watching = Task.CompletedTask;

    /// <summary>Watches whoever is active by this snapshot. Snapshots come one after another, from one task.</summary>
    public void Follow(ClusterSnapshot snapshot)
    {
        var target = PeerTarget.Of(snapshot, self);
        if (target == _target)
            return;
        _target = target;
        _change.Cancel();
        _change = new CancellationTokenSource();
        _watching = AfterAsync(_watching, target, _change.Token);
    }

    /// <summary>Call when no more snapshots come.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _change.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(false);
        _change.Dispose();
        _stopping.Dispose();
    }

    private async Task AfterAsync(Task previous, PeerTarget? target, CancellationToken change)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (target is not null)
            await WatchAsync(target, change).ConfigureAwait(false);
    }

    private async Task WatchAsync(PeerTarget target, CancellationToken change)
    {
        var (established, lasted) = (false, false);
        var pause = MinPause;
        long brokenAt = 0;
        Task<DeadNodes?>? look = null;
        while (!change.IsCancellationRequested)
        {
            using (var stream = await PeerStream.OpenAsync(target, time, change).ConfigureAwait(false))
            {
                if (stream is not null)
                {
                    established = true;
                    refusing(null);
                    _ = LearnAsync(target, change);
                    logger.PeerWatched(self, target.Id, target.Peer);
                    var began = time.GetTimestamp();
                    await stream.EndAsync(change).ConfigureAwait(false);
                    brokenAt = time.GetTimestamp();
                    look = null;

                    // One that greets and hangs up each time is asked less and less often.
                    lasted = time.GetElapsedTime(began, brokenAt) > MaxPause;
                    if (lasted)
                        pause = MinPause;
                }
            }

            // Endpoints that never answered may be out of this host's reach: their refusal says nothing of the process.
            var closing = lasted && time.GetElapsedTime(brokenAt) < Closing;
            if (established && !change.IsCancellationRequested)
            {
                // On the way while the proof is sought.
                look = closing && look is { IsFaulted: false, IsCanceled: false } ? look : eviction.FindAsync(target.Id, target.Session, _stopping.Token);
                if (await PeerProbe.BothRefuseAsync(target.Peer, target.Silo, time, change).ConfigureAwait(false))
                {
                    if (await IsRemovedAsync(target, look, brokenAt, change).ConfigureAwait(false))
                        return;
                    look = null;
                }
            }

            await Task.Delay(pause, time, change).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = closing ? MinPause : pause * 2 < MaxPause ? pause * 2 : MaxPause;
        }
    }

    private async Task LearnAsync(PeerTarget target, CancellationToken change)
    {
        try
        {
            await eviction.LearnAsync(target.Id, target.Session, change).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is ZooKeeperException or OperationCanceledException)
        {
            // Then it is looked up when it is needed.
        }
    }

    /// <summary>Removes what is left of a process that is proved to be gone. False when there was nothing to remove, or removing failed.</summary>
    private async Task<bool> IsRemovedAsync(PeerTarget target, Task<DeadNodes?> look, long brokenAt, CancellationToken change)
    {
        // Beside the removal, which it would hold up by as much as a transaction takes.
        var told = Task.Run(() => refusing(target.Session), CancellationToken.None);
        try
        {
            var found = await look.ConfigureAwait(false);
            if (found is { Heir: null })
                await Task.Delay(HeadStart, time, change).ConfigureAwait(false);

            // Not cancelled by the change of the active, which is this call's own doing.
            if (!await eviction.TryRemoveAsync(target.Id, target.Session, found, _stopping.Token).ConfigureAwait(false))
                return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (ZooKeeperException failure)
        {
            logger.PeerRemovalFailed(target.Id, failure);
            return false;
        }
        finally
        {
            await told.ConfigureAwait(false);
        }

        logger.PeerCrashed(target.Id, self, target.Peer, target.Silo, time.GetElapsedTime(brokenAt).TotalMilliseconds);
        crashed(new PeerCrash(target.Id, target.SiloAddress, target.Epoch));
        return true;
    }
}
