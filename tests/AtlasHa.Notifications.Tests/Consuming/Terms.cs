using AtlasHa.Catalog;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Audit;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;
using AtlasHa.Notifications.Consuming;
using AtlasHa.Notifications.Kafka;
using AtlasHa.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AtlasHa.Notifications.Tests.Consuming;

/// <summary>Terms of office on one store, one after the other, each with the consumers that an active instance has.</summary>
internal sealed class Terms : IAsyncDisposable
{
    public const string Topic = "ATLAS_HOOK";

    private readonly ICatalogStore _store;
    private readonly ConsumerCounts _counts;
    private readonly ILoggerFactory _loggers;
    private HookConsumers? _consumers;
    private MetadataCatalog? _catalog;
    private long _epoch;

    private Terms(ICatalogStore store, ILoggerFactory loggers)
    {
        (_store, _loggers, Health) = (store, loggers, new KafkaHealth(loggers.CreateLogger<KafkaHealth>()));
        _counts = new ConsumerCounts(TimeProvider.System, Health);
    }

    public static CallContext Caller { get; } = new("ada", RequestId: null);

    /// <summary>What status tells of messages.</summary>
    public NotificationHeartbeat? Heartbeat => _counts.Read();

    public KafkaHealth Health { get; }

    public MetadataCatalog Catalog => _catalog!;

    public ConsumerOptions Options { get; } = new() { RetryPause = TimeSpan.FromMilliseconds(1), StorePause = TimeSpan.FromMilliseconds(10) };

    /// <summary>The store as the next term sees it.</summary>
    public Func<ICatalogStore, ICatalogStore> Seen { get; set; } = store => store;

    public NotificationOptions Limits { get; } = new() { Topics = [Topic] };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>An initialized store with the shop model, in its first term.</summary>
    public static async Task<Terms> OpenAsync(IStores stores, bool consuming = true, ILoggerFactory? loggers = null)
    {
        var terms = new Terms(await stores.CreateAsync(), loggers ?? NullLoggerFactory.Instance);
        await terms._store.InitializeAsync(Cancel);
        await terms.BeginAsync(consuming: false);
        await terms.Catalog.Types.CreateAsync(AtlasJson.Parse<AtlasTypesDef>(ShopModel.Json), Caller, Cancel);
        if (consuming) terms.Consume();
        return terms;
    }

    /// <summary>The next term. The one before ends as after a crash: nobody tells it.</summary>
    public async Task BeginAsync(bool consuming = true)
    {
        (await _store.TryClaimEpochAsync(++_epoch, "tests", Cancel)).ShouldBeTrue();
        await EndAsync();
        _catalog = await MetadataCatalog.OpenAsync(
            Seen(_store), _epoch, new CatalogOptions { Notifications = Limits }, TimeProvider.System, NullLoggerFactory.Instance, Cancel);
        if (consuming) Consume();
    }

    /// <summary>Another instance is in office, and the term here does not know.</summary>
    public async Task ClaimAsync() => (await _store.TryClaimEpochAsync(++_epoch, "tests", Cancel)).ShouldBeTrue();

    public void Consume()
    {
        _consumers = new HookConsumers(
            Microsoft.Extensions.Options.Options.Create(new CatalogOptions { Notifications = Limits }), Microsoft.Extensions.Options.Options.Create(Options), _counts, Health,
            TimeProvider.System, _loggers);
        _consumers.Start(Catalog);
    }

    public Task PostAsync(params byte[][] messages) => Catalog.Hooks.EnqueueAsync(Topic, messages, Caller, Cancel);

    /// <summary>Waits until every message that was posted has been taken or given up.</summary>
    public Task TakenAsync() => Eventually.TrueAsync("all messages are taken", IsAllTakenAsync, TestTimeouts.Short);

    public async Task<bool> IsAllTakenAsync() => (await ReadAsync(reader => reader.Notifications.ReadBacklogAsync(Cancel))).Queued == 0;

    public async Task<T> ReadAsync<T>(Func<ICatalogReader, ValueTask<T>> read)
    {
        await using var reader = await _store.OpenReaderAsync(_epoch, Cancel);
        return await read(reader);
    }

    public Task<IReadOnlyList<FailedMessage>> FailedAsync() => ReadAsync(reader => reader.Notifications.ReadFailedAsync(0, 100, Cancel));

    /// <summary>The active entity with this qualified name; null when there is none.</summary>
    public async Task<AtlasEntity?> FindAsync(string qualifiedName, string typeName = "shop_table")
    {
        Dictionary<string, string>[] sets = [new() { ["qualifiedName"] = qualifiedName }];
        return (await Catalog.Entities.GetByUniqueAttributesAsync(typeName, sets, EntityReadOptions.Default, Cancel)).Entities!.SingleOrDefault();
    }

    /// <summary>The names that an entity was given, in order, by its history.</summary>
    public async Task<string[]> NamesAsync(string qualifiedName)
    {
        var entity = (await FindAsync(qualifiedName)).ShouldNotBeNull();
        var events = await Catalog.Audit.ListAsync(entity.Guid!, new EntityAuditQuery { Count = 10_000 }, Cancel);
        return
        [
            .. events.Reverse().Where(each => each.Action is EntityAuditAction.EntityCreate or EntityAuditAction.EntityUpdate)
                .Select(each => (string)AtlasJson.Parse<AtlasEntity>(each.Details![each.Details!.IndexOf('{', StringComparison.Ordinal)..]).Attributes!["name"]!),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await _store.DisposeAsync();
        _counts.Dispose();
    }

    private async Task EndAsync()
    {
        if (_consumers is not null) await _consumers.StopAsync(Cancel);
        if (_catalog is not null) await _catalog.DisposeAsync();
        (_consumers, _catalog) = (null, null);
    }
}
