using AtlasHa.Catalog.Administration;
using AtlasHa.Catalog.Annotations;
using AtlasHa.Catalog.Answers;
using AtlasHa.Catalog.Audit;
using AtlasHa.Catalog.Classifications;
using AtlasHa.Catalog.Discovery;
using AtlasHa.Catalog.Discovery.Downloads;
using AtlasHa.Catalog.Discovery.Indexing;
using AtlasHa.Catalog.Discovery.Saved;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Export;
using AtlasHa.Catalog.Glossary;
using AtlasHa.Catalog.Hooks;
using AtlasHa.Catalog.Import;
using AtlasHa.Catalog.Import.Background;
using AtlasHa.Catalog.Lineage;
using AtlasHa.Catalog.Metrics;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Models;
using AtlasHa.Catalog.Models.Patches;
using AtlasHa.Catalog.Outbox;
using AtlasHa.Catalog.Relationships;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Catalog;

/// <summary>The catalogue for one term of office: what the active instance serves from. A new term opens a new one.</summary>
public sealed class MetadataCatalog : IAsyncDisposable
{
    private readonly WriteQueue _writes;

    private readonly ChangeSignal _changed;

    private readonly ModelLoader _models;

    private MetadataCatalog(WriteQueue writes, ChangeSignal changed, ModelLoader models) => (_writes, _changed, _models) = (writes, changed, models);

    public required TypeCatalog Types { get; init; }

    public required TypePatches Patches { get; init; }

    public required EntityCatalog Entities { get; init; }

    public required ClassificationCatalog Classifications { get; init; }

    public required LabelCatalog Labels { get; init; }

    public required BusinessMetadataCatalog BusinessMetadata { get; init; }

    public required AuditCatalog Audit { get; init; }

    public required AdminAuditCatalog AdminAudit { get; init; }

    public required IndexRecovery IndexRecovery { get; init; }

    /// <summary>Entities as finished JSON.</summary>
    public required EntityAnswers Answers { get; init; }

    public required CatalogMetrics Metrics { get; init; }

    public required CatalogImport Import { get; init; }

    /// <summary>Imports that go on by themselves.</summary>
    public required BackgroundImports BackgroundImports { get; init; }

    /// <summary>How those go on.</summary>
    public required ImportSteps ImportSteps { get; init; }

    public required CatalogExport Export { get; init; }

    public required DiscoveryCatalog Discovery { get; init; }

    public required SavedSearches SavedSearches { get; init; }

    public required SearchDownloads SearchDownloads { get; init; }

    public required PurgeCatalog Purges { get; init; }

    public required RelationshipCatalog Relationships { get; init; }

    public required LineageCatalog Lineage { get; init; }

    public required GlossaryCatalog Glossaries { get; init; }

    /// <summary>Messages of hooks.</summary>
    public required HookCatalog Hooks { get; init; }

    /// <summary>How far Kafka's partitions have been taken.</summary>
    public required PositionCatalog Positions { get; init; }

    /// <summary>What is told of changed entities.</summary>
    public required OutboxCatalog Outbox { get; init; }

    /// <inheritdoc cref="WriteQueue.Waiting"/>
    public int WaitingWrites => _writes.Waiting;

    /// <inheritdoc cref="WriteQueue.Writing"/>
    public TimeSpan? Writing => _writes.Writing;

    /// <inheritdoc cref="WriteQueue.UserWrites"/>
    public long UserWrites => _writes.UserWrites;

    /// <summary>The types of this moment.</summary>
    public TypeRegistry Registry => Types.Registry;

    /// <inheritdoc cref="ModelLoader.RetryAsync"/>
    public Task RetryPatchesAsync(CancellationToken cancellationToken) => _models.RetryAsync(cancellationToken);

    /// <inheritdoc cref="WriteQueue.TermOver"/>
    public Task<Exception> TermOver => _writes.TermOver;

    /// <summary>Opens the catalogue of a term before which nobody can have answered from memory.</summary>
    /// <inheritdoc cref="OpenAsync(ICatalogStore, long, CatalogOptions, TimeProvider, ILoggerFactory, KnownTypes, Task, CancellationToken)"/>
    public static Task<MetadataCatalog> OpenAsync(
        ICatalogStore store, long epoch, CatalogOptions options, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
        => OpenAsync(store, epoch, options, time, loggers, new KnownTypes(), Task.CompletedTask, cancellationToken);

    /// <summary>Reads the types from the store, creates the core types that are missing and loads the models folder.</summary>
    /// <param name="store">The store.</param>
    /// <param name="epoch">The epoch of this term, already claimed in the store.</param>
    /// <param name="options">Settings.</param>
    /// <param name="time">Clock.</param>
    /// <param name="loggers">Logs.</param>
    /// <param name="known">The types of this store as they were seen last.</param>
    /// <param name="typeChangesFrom">No type is changed before this is done, by the models or by requests; once it is cancelled, none at all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StaleEpochException">The store has accepted another epoch.</exception>
    /// <exception cref="StoreUnavailableException">The store failed.</exception>
    /// <exception cref="AtlasException">The stored types do not fit together, or not with the core types.</exception>
    public static async Task<MetadataCatalog> OpenAsync(
        ICatalogStore store,
        long epoch,
        CatalogOptions options,
        TimeProvider time,
        ILoggerFactory loggers,
        KnownTypes known,
        Task typeChangesFrom,
        CancellationToken cancellationToken)
    {
        var (registry, hasCore, patches, indexGap) = await ReadAsync(store, epoch, known, cancellationToken).ConfigureAwait(false);
        if (indexGap is { } after)
            await new IndexRebuild(store, epoch, loggers.CreateLogger<IndexRebuild>()).RunAsync(after, registry, cancellationToken).ConfigureAwait(false);
        var marks = new ChangeMarks();
        var writes = new WriteQueue(new MarkingStore(store, marks), epoch, options.Writes, time, loggers.CreateLogger<WriteQueue>());
        try
        {
            var memory = new RequestMemory(writes, options.Writes.RememberRequestsFor, options.Writes.MaxRememberedRequests);
            var log = new AdminAuditLog(options.AdminAudit, time);
            var types = new TypeCatalog(memory, log, registry) { ChangesFrom = typeChangesFrom };
            var loader = new ModelLoader(types, known.Models, patches, loggers.CreateLogger<ModelLoader>());
            if (!hasCore)
                await loader.LoadCoreAsync(cancellationToken).ConfigureAwait(false);
            if (!string.IsNullOrEmpty(options.ModelsFolder))
                await loader.LoadFolderAsync(options.ModelsFolder, cancellationToken).ConfigureAwait(false);
            var access = AccessTo(cancel => store.OpenReaderAsync(epoch, cancel));
            var entities = new EntityCatalog(access);
            var adminAudit = new AdminAuditCatalog(access, log, time);
            var import = new CatalogImport(types, entities, adminAudit, time);
            var importAudit = new ImportAudit(log);
            var discovery = new DiscoveryCatalog(access, time, options.Discovery);
            var glossaries = new GlossaryCatalog(access);
            return new MetadataCatalog(writes, access.Changed, loader)
            {
                Types = types,
                Patches = new TypePatches(access),
                Entities = entities,
                Classifications = new ClassificationCatalog(access),
                Labels = new LabelCatalog(access),
                BusinessMetadata = new BusinessMetadataCatalog(access),
                Audit = new AuditCatalog(access),
                AdminAudit = adminAudit,
                IndexRecovery = new IndexRecovery(access, loggers.CreateLogger<IndexRecovery>()),
                Answers = new EntityAnswers(store, epoch, marks, openReader => new EntityCatalog(AccessTo(openReader)), () => types.Registry, options.AnswerCacheBytes),
                Metrics = new CatalogMetrics(access),
                Import = import,
                BackgroundImports = new BackgroundImports(access, importAudit, store as IStoreOutlook),
                ImportSteps = new ImportSteps(access, import, importAudit),
                Export = new CatalogExport(access, time),
                Discovery = discovery,
                SavedSearches = new SavedSearches(access, discovery),
                SearchDownloads = new SearchDownloads(access, discovery, glossaries),
                Purges = new PurgeCatalog(access, log),
                Relationships = new RelationshipCatalog(access),
                Lineage = new LineageCatalog(access, options.Lineage),
                Glossaries = glossaries,
                Hooks = new HookCatalog(access, options.Notifications),
                Positions = new PositionCatalog(access),
                Outbox = new OutboxCatalog(access),
            };

            CatalogAccess AccessTo(Func<CancellationToken, Task<ICatalogReader>> openReader) =>
                new(openReader, memory, () => types.Registry, time, options.Deletion, options.Notifications.Outbox);
        }
        catch
        {
            await writes.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Finishes the writes in flight and refuses later ones.</summary>
    public async ValueTask DisposeAsync()
    {
        await Answers.DisposeAsync().ConfigureAwait(false);
        await _writes.DisposeAsync().ConfigureAwait(false);
        _changed.Give();
    }

    private static async Task<(TypeRegistry Types, bool HasCore, IReadOnlyList<AtlasPatch> Patches, long? IndexGap)> ReadAsync(
        ICatalogStore store, long epoch, KnownTypes known, CancellationToken cancellationToken)
    {
        var reader = await store.OpenReaderAsync(epoch, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var (types, hasCore) = known.Of(await reader.ReadTypesAsync(cancellationToken).ConfigureAwait(false));
            var patches = await reader.ReadPatchesAsync(cancellationToken).ConfigureAwait(false);
            var indexGap = await reader.FindSearchIndexGapAsync(cancellationToken).ConfigureAwait(false);
            return (types, hasCore, [.. patches.Select(row => AtlasJson.Parse<AtlasPatch>(row.Json))], indexGap);
        }
    }
}
