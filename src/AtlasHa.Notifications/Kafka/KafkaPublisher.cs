using System.Globalization;
using System.Text;
using AtlasHa.Catalog;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Notifications.Consuming;
using AtlasHa.Notifications.Messages;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Notifications.Kafka;

/// <summary>
/// Sends the outbox to Kafka for as long as a term lasts, in order, keyed by the entity's guid. How far it is stands in the store, and is noted after
/// the brokers have acknowledged: so a message may be sent twice, with the same number, and none is left out.
/// </summary>
internal sealed partial class KafkaPublisher(MetadataCatalog catalog, KafkaOptions options, KafkaHealth health, TimeProvider time, ILogger logger)
{
    /// <summary>Kafka header with the message's number, which rises: whoever has seen a higher one of the same entity has seen this one.</summary>
    public const string IdHeader = "atlas-ha-id";

    private const string Name = "sending to Kafka";
    private const int BatchSize = 200;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    // While nothing is to be sent it does not matter, and nothing would tell that it works again.
    private volatile bool _sending;

    /// <summary>Returns when the term is over or the token is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var trouble = new KafkaTrouble(options);
                using var producer = KafkaClient.Build(new ProducerBuilder<string, byte[]>(KafkaSettings.Producer(options))
                    .SetErrorHandler((_, error) => Failed(error, trouble))
                    .SetLogHandler((_, message) =>
                    {
                        trouble.Logged(message);
                        LogLibrary(logger, message.Message);
                    })
                    .Build);
                await PublishAsync(producer, () => pause = FirstPause, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (cancellationToken.IsCancellationRequested || Refusals.EndsTerm(failure))
            {
                return;
            }
            catch (Exception failure)
            {
                if (failure is not StoreUnavailableException) health.Failed(Name, KafkaProblem.Of(failure, options));
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private async Task PublishAsync(IProducer<string, byte[]> producer, Action works, CancellationToken cancellationToken)
    {
        var sent = await catalog.Outbox.ReadPublishedAsync(options.EntitiesTopic, cancellationToken).ConfigureAwait(false) ?? 0;
        while (true)
        {
            var changed = catalog.Outbox.Changed;
            var rows = await catalog.Outbox.ReadAsync(sent, BatchSize, cancellationToken).ConfigureAwait(false);
            if (rows.Count == 0)
            {
                await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            // Given to the library in order, which keeps it; then all are waited for.
            _sending = true;
            await Task.WhenAll(rows.SelectMany(row => SendAsync(producer, row, cancellationToken)).ToList()).ConfigureAwait(false);
            sent = rows[^1].Id;
            await catalog.Outbox.NotePublishedAsync(options.EntitiesTopic, sent, cancellationToken).ConfigureAwait(false);
            _sending = false;
            health.Works(Name);
            works();
        }
    }

    private void Failed(Error error, KafkaTrouble trouble)
    {
        trouble.Told(error);
        if (_sending) health.Failed(Name, trouble.Explain(KafkaProblem.Of(error, options)));
    }

    private IEnumerable<Task> SendAsync(IProducer<string, byte[]> producer, OutboxRow row, CancellationToken cancellationToken)
    {
        var headers = new Headers { { IdHeader, Encoding.ASCII.GetBytes(row.Id.ToString(CultureInfo.InvariantCulture)) } };
        foreach (var value in OutgoingMessage.Of(row.Id, row.Time, row.Body))
            yield return producer.ProduceAsync(
                options.EntitiesTopic, new Message<string, byte[]> { Key = row.EntityGuid, Value = value, Headers = headers }, cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Debug, "librdkafka: {Message}")]
    private static partial void LogLibrary(ILogger logger, string message);
}
