using System.Diagnostics;
using AtlasHa.Catalog;
using AtlasHa.Catalog.Storage;
using AtlasHa.LeaderElection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AtlasHa.Silo.Terms;

/// <summary>
/// Notes in the admin audit that this instance is active, and that its process was started when it is for the first time. It is written a moment after
/// requests are served, so that neither the take-over nor the requests that were held for it wait for the disk because of it.
/// </summary>
internal sealed partial class ServerAudit(IOptions<LeaderElectionOptions> self, TimeProvider time, ILogger<ServerAudit> logger) : ITermWork, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly DateTimeOffset _processStart = Process.GetCurrentProcess().StartTime.ToUniversalTime();

    private CancellationTokenSource? _stopping;
    private Task _running = Task.CompletedTask;
    private bool _isStartNoted;

    public void Start(MetadataCatalog catalog)
    {
        var (stopping, since) = (new CancellationTokenSource(), time.GetUtcNow());
        _stopping = stopping;
        _running = Task.Run(() => RunAsync(catalog, since, stopping.Token), CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_stopping is not { } stopping) return;
        _stopping = null;
        await stopping.CancelAsync();
        // A store that hangs must not keep an instance in office for an entry.
        await _running.WaitAsync(Pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    public void Dispose() => _stopping?.Dispose();

    /// <summary>A term that ends before its entry was written gets it on leaving.</summary>
    private async Task RunAsync(MetadataCatalog catalog, DateTimeOffset since, CancellationToken stopping)
    {
        bool isLastTry, isDone;
        do
        {
            await Task.Delay(Pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            isLastTry = stopping.IsCancellationRequested;
            isDone = await TryNoteAsync(catalog, since);
        }
        while (!isDone && !isLastTry);
    }

    /// <summary>False: the store failed, and it can be tried again.</summary>
    private async Task<bool> TryNoteAsync(MetadataCatalog catalog, DateTimeOffset since)
    {
        try
        {
            await catalog.AdminAudit.RecordServerAsync(self.Value.InstanceId, _isStartNoted ? null : _processStart, since, CancellationToken.None);
            _isStartNoted = true;
            return true;
        }
        catch (StoreUnavailableException failure) when (!failure.OutcomeUnknown)
        {
            Log.Failed(logger, failure.Message);
            return false;
        }
        catch (Exception over) when (over is StaleEpochException or StoreUnavailableException or ObjectDisposedException)
        {
            // The term is over, which others tell of.
            return true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The admin audit could not be told yet that this instance is active: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
