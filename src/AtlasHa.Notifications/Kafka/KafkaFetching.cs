using AtlasHa.Notifications.Consuming;
using Confluent.Kafka;

namespace AtlasHa.Notifications.Kafka;

/// <summary>Takes messages from one consumer of the library, a batch at a time, and the next one ahead while the last is processed.</summary>
/// <param name="patience">How long a batch is waited for.</param>
internal sealed class KafkaFetching(IConsumer<Ignore, byte[]> consumer, ConsumerOptions options, TimeSpan patience)
{
    private Task<KafkaBatch>? _ahead;

    /// <summary>A batch was asked for ahead and has not been handed out.</summary>
    public bool HasAhead => _ahead is not null;

    /// <summary>A batch was asked for ahead, and has come.</summary>
    public bool HasCome => _ahead is { IsCompleted: true };

    /// <summary>When the library is not being asked any more: the consumer must live until then.</summary>
    public Task Over => _ahead ?? Task.CompletedTask;

    /// <summary>The next batch. Waits for a message and takes what is there already with it; empty when none has come in time, or when it was woken.</summary>
    public async Task<KafkaBatch> NextAsync(CancellationToken woken)
    {
        _ahead ??= FetchAsync(woken);
        var batch = await _ahead.ConfigureAwait(false);
        _ahead = null;
        return batch;
    }

    /// <summary>Begins to take the batch after this one, if this one says that more is there.</summary>
    public void Continue(KafkaBatch batch, CancellationToken woken)
    {
        if (batch.IsFull && batch.Failure is null)
            _ahead ??= FetchAsync(woken);
    }

    private Task<KafkaBatch> FetchAsync(CancellationToken woken) =>
        // The library blocks its caller: not a thread of the pool.
        Task.Factory.StartNew(() => Fetch(woken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private KafkaBatch Fetch(CancellationToken woken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(woken);
        end.CancelAfter(patience);
        List<ConsumeResult<Ignore, byte[]>> batch = [];
        long bytes = 0;
        var isFull = false;
        try
        {
            for (var message = consumer.Consume(end.Token); message is not null; message = consumer.Consume(TimeSpan.Zero))
            {
                batch.Add(message);
                bytes += message.Message.Value?.Length ?? 0;
                isFull = batch.Count >= options.BatchSize || bytes >= options.BatchBytes;
                if (isFull) break;
            }
        }
        catch (OperationCanceledException)
        {
            // Nothing came.
        }
        catch (ConsumeException failure)
        {
            // It comes after the messages before it.
            return new KafkaBatch(batch, isFull, failure);
        }

        return new KafkaBatch(batch, isFull, Failure: null);
    }
}
