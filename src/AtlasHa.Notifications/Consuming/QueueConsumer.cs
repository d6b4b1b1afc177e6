using AtlasHa.Catalog;
using AtlasHa.Catalog.Hooks;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Notifications;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Notifications.Consuming;

/// <summary>Processes the store's queue of one topic for as long as a term lasts. Where it goes on is always what the store says.</summary>
internal sealed partial class QueueConsumer(
    MessageSource source, MetadataCatalog catalog, MessageProcessor processor, ConsumerOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private TimeSpan _pause = FirstPause;

    /// <summary>Returns when the term is over or the token is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var position = await catalog.Hooks.ReadPositionAsync(source, cancellationToken).ConfigureAwait(false);
                await ConsumeAsync(position, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (cancellationToken.IsCancellationRequested || Refusals.EndsTerm(failure))
            {
                return;
            }
            catch (MessageOutOfOrderException)
            {
                // Something was taken whose answer was lost.
            }
            catch (Exception failure)
            {
                LogPausing(logger, source.Topic, _pause.TotalSeconds, failure is StoreUnavailableException ? null : failure, failure.Message);
                await Task.Delay(_pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                _pause = _pause * 2 < options.StorePause ? _pause * 2 : options.StorePause;
            }
        }
    }

    private async Task ConsumeAsync(long from, CancellationToken cancellationToken)
    {
        // Given to the writer and not finished yet; read and not given yet.
        StartedMessages? running = null;
        Task<IReadOnlyList<QueuedMessage>>? ahead = null;
        try
        {
            while (true)
            {
                var more = catalog.Hooks.Queued;
                var isAhead = ahead is not null;
                var queued = await (ahead ?? ReadAsync(from, cancellationToken)).ConfigureAwait(false);
                ahead = null;
                if (queued.Count == 0)
                {
                    if (running is not null) running = await FinishedAsync(running, cancellationToken).ConfigureAwait(false);
                    // What was read ahead may have missed what came since, and its signal.
                    if (!isAhead) await more.WaitAsync(cancellationToken).ConfigureAwait(false);
                    continue;
                }

                var before = running;
                if (before is { AreAllGiven: false }) before = await FinishedAsync(before, cancellationToken).ConfigureAwait(false);
                running = processor.Start([.. queued.Select(message => new IncomingMessage(message.Id, message.Body))], from, cancellationToken);
                var next = from = queued[^1].Id + 1;
                // The next ones are read, and given to the writer, while it works on these.
                if (queued.Count >= options.BatchSize) ahead = Task.Run(() => ReadAsync(next, cancellationToken), cancellationToken);
                if (before is not null) await FinishedAsync(before, cancellationToken).ConfigureAwait(false);
                if (ahead is null) running = await FinishedAsync(running, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            // Nothing of it may still be taken when the position is read anew.
            if (running is not null) await Task.WhenAll(running.Given.Steps).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<StartedMessages?> FinishedAsync(StartedMessages messages, CancellationToken cancellationToken)
    {
        await processor.FinishAsync(messages, cancellationToken).ConfigureAwait(false);
        _pause = FirstPause;
        return null;
    }

    private Task<IReadOnlyList<QueuedMessage>> ReadAsync(long from, CancellationToken cancellationToken) =>
        catalog.Hooks.ReadQueueAsync(source.Topic, from, options.BatchSize, options.BatchBytes, cancellationToken);

    [LoggerMessage(1, LogLevel.Warning, "Processing of {Topic} pauses for {Seconds:0.#} s, nothing is passed over: {Reason}")]
    private static partial void LogPausing(ILogger logger, string topic, double seconds, Exception? failure, string reason);
}
