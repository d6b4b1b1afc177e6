using AtlasHa.Catalog;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Notifications.Kafka;
using AtlasHa.Notifications.Messages;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AtlasHa.Notifications.Consuming;

/// <summary>Processes messages while this instance is in office: one consumer for each topic.</summary>
internal sealed class HookConsumers(
    IOptions<CatalogOptions> catalogOptions, IOptions<ConsumerOptions> options, ConsumerCounts counts, KafkaHealth health, TimeProvider time,
    ILoggerFactory loggers) : ITermWork, IDisposable
{
    private CancellationTokenSource? _stopping;
    private Task _running = Task.CompletedTask;

    public void Start(MetadataCatalog catalog)
    {
        var stopping = _stopping = new CancellationTokenSource();
        _running = Task.Run(() => RunAsync(catalog, stopping.Token), CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_stopping is not { } stopping) return;
        _stopping = null;
        await stopping.CancelAsync().ConfigureAwait(false);
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        counts.Waits(null);
        health.Clear();
        stopping.Dispose();
    }

    public void Dispose() => _stopping?.Dispose();

    private Task RunAsync(MetadataCatalog catalog, CancellationToken cancellationToken)
    {
        List<Task> work = [new Housekeeping(
            catalog, options.Value, catalogOptions.Value.Notifications, counts, time, loggers.CreateLogger<Housekeeping>()).RunAsync(cancellationToken)];
        if (options.Value.Consume)
            work.AddRange(catalogOptions.Value.Notifications.Topics.Select(topic => ConsumeAsync(MessageSource.Queue(topic), catalog, cancellationToken)));
        if (options.Value.Kafka is { IsOn: true } kafka)
        {
            if (options.Value.Consume && kafka.Consume) work.Add(ConsumeKafkaAsync(catalog, cancellationToken));
            if (kafka.Publish && catalogOptions.Value.Notifications.Outbox)
                work.Add(new KafkaPublisher(catalog, kafka, health, time, loggers.CreateLogger<KafkaPublisher>()).RunAsync(cancellationToken));
        }

        return Task.WhenAll(work);
    }

    private Task ConsumeAsync(MessageSource source, MetadataCatalog catalog, CancellationToken cancellationToken) =>
        new QueueConsumer(source, catalog, ProcessorOf(source, catalog), options.Value, time, loggers.CreateLogger<QueueConsumer>()).RunAsync(cancellationToken);

    private Task ConsumeKafkaAsync(MetadataCatalog catalog, CancellationToken cancellationToken)
    {
        var notifications = catalogOptions.Value.Notifications;
        return new KafkaConsumer(
            notifications.Topics, catalog, source => ProcessorOf(source, catalog), options.Value, notifications.MaxMessageBytes, counts, health, time,
            loggers.CreateLogger<KafkaConsumer>()).RunAsync(cancellationToken);
    }

    private MessageProcessor ProcessorOf(MessageSource source, MetadataCatalog catalog)
    {
        var parser = new MessageParser(catalogOptions.Value.Notifications.MaxMessageBytes);
        return new MessageProcessor(source, catalog, parser, options.Value, counts, time, loggers.CreateLogger<MessageProcessor>());
    }
}
