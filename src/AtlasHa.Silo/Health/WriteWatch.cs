using AtlasHa.Catalog;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AtlasHa.Silo.Health;

/// <summary>
/// Tells of writes that the store neither does nor refuses: behind a lock that somebody holds, a standby that a commit waits for, a disk that does not sync. The
/// probe only reads, and finds nothing then.
/// </summary>
internal sealed partial class WriteWatch(StoreHealth health, IOptions<ActiveInstanceOptions> options, TimeProvider time, ILogger<WriteWatch> logger) : ITermWork, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private ITimer? _timer;
    private bool _isHanging;

    public void Start(MetadataCatalog catalog) => _timer = time.CreateTimer(_ => Look(catalog), state: null, Interval, Interval);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _timer, null) is { } timer) await timer.DisposeAsync();
        _isHanging = false;
    }

    public void Dispose() => _timer?.Dispose();

    private void Look(MetadataCatalog catalog)
    {
        var writing = catalog.Writing ?? TimeSpan.Zero;
        var hangs = writing >= options.Value.WritesHangAfter;
        if (hangs) health.Failed($"the store has been at writes for {writing.TotalSeconds:0} s without doing one");
        if (hangs && !_isHanging) LogHangs(logger, writing.TotalSeconds);
        if (!hangs && _isHanging) LogOver(logger);
        _isHanging = hangs;
    }

    [LoggerMessage(1, LogLevel.Error, "The store has been at writes for {Seconds:0.#} s without doing one, and all others wait, while reads are answered. If it is not one very "
        + "large change, look who holds a lock in the database, whether its commits wait for a standby, and whether its disk syncs")]
    private static partial void LogHangs(ILogger logger, double seconds);

    [LoggerMessage(2, LogLevel.Information, "The store is no longer at the writes that took so long")]
    private static partial void LogOver(ILogger logger);
}
