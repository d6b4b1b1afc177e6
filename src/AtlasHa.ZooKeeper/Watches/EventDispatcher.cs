using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace AtlasHa.ZooKeeper.Watches;

/// <summary>Runs user callbacks one after another on a task of its own, so that none can hold up the read loop.</summary>
internal sealed partial class EventDispatcher : IAsyncDisposable
{
    /// <summary>A callback that never returns must not keep its client from being disposed.</summary>
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(5);

    private readonly Channel<Action> _callbacks = Channel.CreateUnbounded<Action>(new() { SingleReader = true });
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Task _loop;

    public EventDispatcher(TimeProvider time, ILogger logger)
    {
        _logger = logger;
        _time = time;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Queues a callback behind all earlier ones; ignored once disposal has begun.</summary>
    public void Post(Action callback) => _callbacks.Writer.TryWrite(callback);

    /// <summary>Runs what is queued, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _callbacks.Writer.TryComplete();
        try
        {
            await _loop.WaitAsync(DrainTimeout, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            LogCallbackStuck(_logger, DrainTimeout);
        }
    }

    private async Task RunAsync()
    {
        await foreach (var callback in _callbacks.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                callback();
            }
            catch (Exception e)
            {
                LogCallbackFailed(_logger, e);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Error, "A watch or state callback threw; later callbacks still run")]
    private static partial void LogCallbackFailed(ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "A watch or state callback has not returned for {Timeout}; the client is closed without it")]
    private static partial void LogCallbackStuck(ILogger logger, TimeSpan timeout);
}
