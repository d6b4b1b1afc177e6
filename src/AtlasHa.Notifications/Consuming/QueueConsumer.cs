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

    private readonly Pressure _pressure = new(catalog, options.BatchSize, time);
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
                var queued = await (ahead ?? ReadAsync(from, _pressure.BatchSize, cancellationToken)).ConfigureAwait(false);
                ahead = null;
                if (queued.Count == 0)
                {
                    if (running is not null) running = await FinishedAsync(running, cancellationToken).ConfigureAwait(false);
                    // What was read ahead may have missed what came since, and its signal.
                    if (!isAhead) await more.WaitAsync(cancellationToken).ConfigureAwait(false);
                    continue;
                }

                var began = time.GetTimestamp();
                var before = running;
                if (before is not null && !(_pressure.IsCalm && before.AreAllGiven))
                    before = await FinishedAsync(before, cancellationToken).ConfigureAwait(false);
                running = processor.Start([.. queued.Select(message => new IncomingMessage(message.Id, message.Body))], from, cancellationToken);
                var next = from = queued[^1].Id + 1;
                // The next ones are read, and where no user writes also given to the writer, while it works on these.
                var size = _pressure.BatchSize;
                if (queued.Count >= size) ahead = Task.Run(() => ReadAsync(next, size, cancellationToken), cancellationToken);
                if (before is not null) await FinishedAsync(before, cancellationToken).ConfigureAwait(false);
                // The writer is free in a pause.
                if (ahead is null || !_pressure.IsCalm) running = await FinishedAsync(running, cancellationToken).ConfigureAwait(false);
                await _pressure.GiveWayAsync(began, cancellationToken).ConfigureAwait(false);
                // It was read when there was no user, and is too much now.
                if (ahead is null || size <= _pressure.BatchSize) continue;
                await ((Task)ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                ahead = null;
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

    private Task<IReadOnlyList<QueuedMessage>> ReadAsync(long from, int size, CancellationToken cancellationToken) =>
        catalog.Hooks.ReadQueueAsync(source.Topic, from, size, options.BatchBytes, cancellationToken);

    [LoggerMessage(1, LogLevel.Warning, "Processing of {Topic} pauses for {Seconds:0.#} s, nothing is passed over: {Reason}")]
    private static partial void LogPausing(ILogger logger, string topic, double seconds, Exception? failure, string reason);
}
