using AtlasHa.Catalog.Hooks;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Audit;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Export;
using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Import;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Lineage;
using AtlasHa.Catalog.Model.Metrics;
using AtlasHa.Catalog.Model.Notifications;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Silo.Placement;
using AtlasHa.Silo.Rehearsal;
using AtlasHa.Silo.Terms;
using Orleans.Concurrency;
using Orleans.GrainDirectory;

namespace AtlasHa.Silo.Grains;

/// <summary>
/// The active instance as a grain: each call passes the request gate and runs on the catalogue of the term in office, off the grain's turn, so that
/// readers run in parallel and a write that waits for its commit holds nobody up.
/// </summary>
[GrainType(GrainTypes.ActiveInstanceName), ElectionPlacement, GrainDirectory(ElectionPlacement.DirectoryName), Reentrant]
internal sealed class ActiveInstanceGrain(
    TermRequests term, RehearsalRequests rehearsal, ActiveInstanceActivation activation, IKafkaPositions positions) : Grain, IActiveInstance
{
    private bool _isRehearsal;

    private TermRequests Requests => !_isRehearsal ? term : rehearsal.Current ?? throw new NotActiveException("no rehearsal is on");

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _isRehearsal = GrainTypes.RehearsingInstance(this.GetPrimaryKeyString()) is not null;
        if (!_isRehearsal) activation.Begun(GrainContext);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        activation.Ended(GrainContext);
        return Task.CompletedTask;
    }

    public Task<AtlasBaseTypeDef> GetTypeByNameAsync(string name, TypeCategory? category, CancellationToken cancellationToken)
        => Requests.ReadTypesAsync(types => category is { } one ? types.GetByName(one, name) : types.GetByName(name), cancellationToken);

    public Task<AtlasBaseTypeDef> GetTypeByGuidAsync(string guid, TypeCategory? category, CancellationToken cancellationToken)
        => Requests.ReadTypesAsync(types => category is { } one ? types.GetByGuid(one, guid) : types.GetByGuid(guid), cancellationToken);

    public Task<AtlasTypesDef> GetTypesAsync(TypeSearchFilter filter, CancellationToken cancellationToken)
        => Requests.ReadTypesAsync(types => types.Find(filter), cancellationToken);

    public Task<IReadOnlyList<AtlasTypeDefHeader>> GetTypeHeadersAsync(TypeSearchFilter filter, CancellationToken cancellationToken)
        => Requests.ReadTypesAsync(types => types.FindHeaders(filter), cancellationToken);

    public Task<AtlasPatches> GetPatchesAsync(CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Patches.ListAsync(cancel), cancellationToken);

    public Task<AtlasMetrics> GetMetricsAsync(bool withSubTypes, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Metrics.ReadAsync(withSubTypes, cancel), cancellationToken);

    public Task<ImportReport> ImportAsync(ImportBatch batch, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Import.RunAsync(batch, call, cancel), cancellationToken);

    public Task<AtlasAsyncImportRequest?> BeginImportAsync(string importId, ImportOrigin origin, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.BackgroundImports.BeginAsync(importId, origin, call, cancel), cancellationToken);

    public Task<WriteReceipt> StageImportAsync(string importId, int number, ImportBatch part, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.BackgroundImports.StageAsync(importId, number, part, cancel), cancellationToken);

    public Task<AtlasAsyncImportRequest> QueueImportAsync(string importId, ImportOrigin origin, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.BackgroundImports.QueueAsync(importId, origin, call, cancel), cancellationToken);

    public Task<WriteReceipt> AbandonImportAsync(string importId, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.BackgroundImports.AbandonAsync(importId, cancel), cancellationToken);

    public Task<AsyncImportPage> GetImportsAsync(int offset, int limit, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.BackgroundImports.ListAsync(offset, limit, cancel), cancellationToken);

    public Task<AtlasAsyncImportRequest> GetImportAsync(string importId, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.BackgroundImports.GetAsync(importId, cancel), cancellationToken);

    public Task<WriteReceipt> AbortImportAsync(string importId, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.BackgroundImports.AbortAsync(importId, call, cancel), cancellationToken);

    public Task<IReadOnlyList<string>> FindExportedAsync(AtlasObjectId item, string? matchType, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Export.FindAsync(item, matchType, cancel), cancellationToken);

    public Task<IReadOnlyList<ExportedEntity>> ReadExportedAsync(IReadOnlyList<string> guids, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Export.ReadAsync(guids, cancel), cancellationToken);

    public Task<long> GetChangeMarkerAsync(CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Export.MarkAsync(cancel), cancellationToken);

    public Task<AtlasTypesDef> GetExportedTypesAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Export.GetTypesAsync(names, cancel), cancellationToken);

    public Task<WriteReceipt> PostNotificationsAsync(string topic, IReadOnlyList<byte[]> messages, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Hooks.EnqueueAsync(topic, messages, call, cancel), cancellationToken);

    public Task<EntityNotificationBatch> GetEntityNotificationsAsync(long after, int count, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Outbox.ReadBatchAsync(after, count, cancel), cancellationToken);

    public Task<IReadOnlyList<FailedNotification>> GetFailedNotificationsAsync(long after, int count, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Hooks.ListFailedAsync(after, count, cancel), cancellationToken);

    public Task<int> ReplayFailedNotificationsAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Hooks.ReplayAsync(ids, cancel), cancellationToken);

    public Task<int> DropFailedNotificationsAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Hooks.DropAsync(ids, cancel), cancellationToken);

    public async Task<NotificationPositions> GetNotificationPositionsAsync(CancellationToken cancellationToken)
        => await Requests.RunAsync(await positions.ListAsync(cancellationToken), cancellationToken);

    public async Task<NotificationPositionChange> SetNotificationPositionAsync(
        string topic, int partition, PositionTarget target, CallContext call, CancellationToken cancellationToken)
        => await Requests.RunAsync(await positions.SetAsync(topic, partition, target, call, cancellationToken), cancellationToken);

    public Task<AtlasTypesDef> CreateTypesAsync(AtlasTypesDef types, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Types.CreateAsync(types, call, cancel), cancellationToken);

    public Task<AtlasTypesDef> UpdateTypesAsync(AtlasTypesDef types, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Types.UpdateAsync(types, call, cancel), cancellationToken);

    public Task<WriteReceipt> DeleteTypesAsync(AtlasTypesDef types, bool force, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Types.DeleteAsync(types, force, call, cancel), cancellationToken);

    public Task<WriteReceipt> DeleteTypeByNameAsync(string name, bool force, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Types.DeleteAsync(name, force, call, cancel), cancellationToken);

    public Task<EntityMutationResponse> CreateOrUpdateAsync(AtlasEntityWithExtInfo entity, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Entities.CreateOrUpdateAsync(entity, call, cancel), cancellationToken);

    public Task<EntityMutationResponse> CreateOrUpdateAllAsync(AtlasEntitiesWithExtInfo entities, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Entities.CreateOrUpdateAsync(entities, call, cancel), cancellationToken);

    public Task<EntityMutationResponse> UpdateByUniqueAttributesAsync(
        string typeName, IReadOnlyDictionary<string, string> unique, AtlasEntityWithExtInfo changes, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Entities.UpdateByUniqueAttributesAsync(typeName, unique, changes, call, cancel), cancellationToken);

    public Task<EntityMutationResponse> UpdateAttributeAsync(string guid, string attribute, object? value, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Entities.UpdateAttributeAsync(guid, attribute, value, call, cancel), cancellationToken);

    public Task<AtlasEntityWithExtInfo> GetByGuidAsync(string guid, EntityReadOptions options, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Entities.GetAsync(guid, options, cancel), cancellationToken);

    public Task<JsonAnswer> AnswerAsync(EntityQuestion question, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Answers.ReadAsync(question, cancel), cancellationToken);

    public Task<AtlasEntityWithExtInfo> GetByUniqueAttributesAsync(
        string typeName, IReadOnlyDictionary<string, string> unique, EntityReadOptions options, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Entities.GetByUniqueAttributesAsync(typeName, unique, options, cancel), cancellationToken);

    public Task<AtlasEntitiesWithExtInfo> GetByGuidsAsync(IReadOnlyList<string> guids, EntityReadOptions options, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Entities.GetAsync(guids, options, cancel), cancellationToken);

    public Task<AtlasEntitiesWithExtInfo> GetAllByUniqueAttributesAsync(
        string typeName, IReadOnlyList<IReadOnlyDictionary<string, string>> uniques, EntityReadOptions options, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Entities.GetByUniqueAttributesAsync(typeName, uniques, options, cancel), cancellationToken);

    public Task<AtlasEntityHeader> GetHeaderByGuidAsync(string guid, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Entities.GetHeaderAsync(guid, cancel), cancellationToken);

    public Task<AtlasEntityHeader> GetHeaderByUniqueAttributesAsync(
        string typeName, IReadOnlyDictionary<string, string> unique, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Entities.GetHeaderByUniqueAttributesAsync(typeName, unique, cancel), cancellationToken);

    public Task<EntityMutationResponse> DeleteByGuidsAsync(IReadOnlyList<string> guids, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Entities.DeleteAsync(guids, call, cancel), cancellationToken);

    public Task<EntityMutationResponse> DeleteByUniqueAttributesAsync(
        string typeName, IReadOnlyDictionary<string, string> unique, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Entities.DeleteByUniqueAttributesAsync(typeName, unique, call, cancel), cancellationToken);

    public Task<WriteReceipt> AddClassificationsAsync(
        EntityLocator entity, IReadOnlyList<AtlasClassification> classifications, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Classifications.AddAsync(entity, classifications, call, cancel), cancellationToken);

    public Task<WriteReceipt> UpdateClassificationsAsync(
        EntityLocator entity, IReadOnlyList<AtlasClassification> classifications, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Classifications.UpdateAsync(entity, classifications, call, cancel), cancellationToken);

    public Task<WriteReceipt> RemoveClassificationAsync(
        EntityLocator entity, string classification, string? sourceGuid, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Classifications.RemoveAsync(entity, classification, sourceGuid, call, cancel), cancellationToken);

    public Task<WriteReceipt> AssociateClassificationAsync(
        ClassificationAssociateRequest request, bool skipFailed, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Classifications.AssociateAsync(request, skipFailed, call, cancel), cancellationToken);

    public Task<SetClassificationsResult> SetClassificationsAsync(AtlasEntityHeaders headers, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Classifications.SetAsync(headers, call, cancel), cancellationToken);

    public Task<IReadOnlyList<AtlasClassification>> GetClassificationsAsync(string guid, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Classifications.GetAllAsync(guid, cancel), cancellationToken);

    public Task<AtlasClassification> GetClassificationAsync(string guid, string classification, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Classifications.GetAsync(guid, classification, cancel), cancellationToken);

    public Task<AtlasEntityHeaders> GetHeadersOfChangedClassificationsAsync(long since, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Classifications.GetChangedHeadersAsync(since, cancel), cancellationToken);

    public Task<WriteReceipt> SetLabelsAsync(EntityLocator entity, IReadOnlyList<string>? labels, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Labels.SetAsync(entity, labels, call, cancel), cancellationToken);

    public Task<WriteReceipt> AddLabelsAsync(EntityLocator entity, IReadOnlyList<string>? labels, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Labels.AddAsync(entity, labels, call, cancel), cancellationToken);

    public Task<WriteReceipt> RemoveLabelsAsync(EntityLocator entity, IReadOnlyList<string>? labels, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Labels.RemoveAsync(entity, labels, call, cancel), cancellationToken);

    public Task<WriteReceipt> SetBusinessMetadataAsync(
        string guid, Dictionary<string, Dictionary<string, object?>?>? attributes, bool overwrite, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.BusinessMetadata.SetAsync(guid, attributes, overwrite, call, cancel), cancellationToken);

    public Task<WriteReceipt> RemoveBusinessMetadataAsync(
        string guid, Dictionary<string, Dictionary<string, object?>?>? attributes, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.BusinessMetadata.RemoveAsync(guid, attributes, call, cancel), cancellationToken);

    public Task<BulkImportResponse> ImportBusinessMetadataAsync(string? fileName, byte[] content, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.BusinessMetadata.ImportAsync(fileName, content, call, cancel), cancellationToken);

    public Task<IReadOnlyList<EntityAuditEvent>> GetAuditAsync(string guid, EntityAuditQuery query, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Audit.ListAsync(guid, query, cancel), cancellationToken);

    public Task<IReadOnlyList<AtlasAuditEntry>> FindAdminAuditAsync(AuditSearchParameters parameters, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.AdminAudit.FindAsync(parameters, cancel), cancellationToken);

    public Task<IReadOnlyList<AtlasEntityHeader>> GetPurgedEntitiesAsync(string auditGuid, int limit, int offset, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.AdminAudit.GetPurgedAsync(auditGuid, limit, offset, cancel), cancellationToken);

    public Task<PurgeSummary> GetPurgeSummaryAsync(string auditGuid, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.AdminAudit.GetPurgeSummaryAsync(auditGuid, cancel), cancellationToken);

    public Task<IReadOnlyList<string>> GetPurgeBatchesAsync(string auditGuid, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.AdminAudit.GetPurgeBatchesAsync(auditGuid, cancel), cancellationToken);

    public Task<WriteReceipt> RecordExportAsync(ExportRecord export, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.AdminAudit.RecordExportAsync(export, call, cancel), cancellationToken);

    public Task<AtlasSearchResult> SearchBasicAsync(SearchParameters parameters, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Discovery.SearchBasicAsync(parameters, cancel), cancellationToken);

    public Task<AtlasSearchResult> SearchByAttributeAsync(
        string? attributeName, string? prefix, string? typeName, int limit, int offset, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Discovery.SearchByAttributeAsync(attributeName, prefix, typeName, limit, offset, cancel), cancellationToken);

    public Task<AtlasSearchResult> SearchFullTextAsync(string query, bool excludeDeletedEntities, int limit, int offset, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Discovery.SearchFullTextAsync(query, excludeDeletedEntities, limit, offset, cancel), cancellationToken);

    public Task<AtlasSearchResult> SearchDslAsync(
        string? query, string? typeName, string? classification, int limit, int offset, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Discovery.SearchDslAsync(query, typeName, classification, limit, offset, cancel), cancellationToken);

    public Task<AtlasQuickSearchResult> SearchQuickAsync(QuickSearchParameters parameters, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Discovery.SearchQuickAsync(parameters, cancel), cancellationToken);

    public Task<AtlasSuggestionsResult> SuggestAsync(string? prefix, string? fieldName, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Discovery.SuggestAsync(prefix, fieldName, cancel), cancellationToken);

    public Task<AtlasSearchResult> SearchRelatedAsync(RelatedSearchParameters parameters, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Discovery.SearchRelatedAsync(parameters, cancel), cancellationToken);

    public Task<AtlasSearchResult> SearchRelationsAsync(SearchParameters parameters, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Discovery.SearchRelationsAsync(parameters, cancel), cancellationToken);

    public Task<IndexRecoveryStatus> StartIndexRecoveryAsync(long since, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.IndexRecovery.StartAsync(since, cancel), cancellationToken);

    public Task<IndexRecoveryStatus?> GetIndexRecoveryAsync(CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.IndexRecovery.GetAsync(cancel), cancellationToken);

    public Task<AtlasUserSavedSearch> AddSavedSearchAsync(AtlasUserSavedSearch search, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.SavedSearches.AddAsync(search, call, cancel), cancellationToken);

    public Task<AtlasUserSavedSearch> UpdateSavedSearchAsync(AtlasUserSavedSearch search, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.SavedSearches.UpdateAsync(search, call, cancel), cancellationToken);

    public Task<IReadOnlyList<AtlasUserSavedSearch>> GetSavedSearchesAsync(string? owner, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.SavedSearches.ListAsync(owner, call, cancel), cancellationToken);

    public Task<AtlasUserSavedSearch> GetSavedSearchAsync(string name, string? owner, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.SavedSearches.GetAsync(name, owner, call, cancel), cancellationToken);

    public Task<WriteReceipt> DeleteSavedSearchAsync(string guid, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.SavedSearches.DeleteAsync(guid, call, cancel), cancellationToken);

    public Task<AtlasSearchResult> ExecuteSavedSearchAsync(string name, string? owner, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.SavedSearches.ExecuteAsync(name, owner, call, cancel), cancellationToken);

    public Task<AtlasSearchResult> ExecuteSavedSearchByGuidAsync(string guid, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.SavedSearches.ExecuteByGuidAsync(guid, call, cancel), cancellationToken);

    public Task<WriteReceipt> CreateBasicDownloadAsync(SearchDownloadRequest request, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.SearchDownloads.CreateBasicAsync(request, call, cancel), cancellationToken);

    public Task<WriteReceipt> CreateDslDownloadAsync(SearchDownloadRequest request, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.SearchDownloads.CreateDslAsync(request, call, cancel), cancellationToken);

    public Task<WriteReceipt> CreateGlossaryDownloadAsync(GlossaryFileRequest request, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.SearchDownloads.CreateGlossaryAsync(request, call, cancel), cancellationToken);

    public Task<AtlasSearchResultDownloadStatus> GetGlossaryDownloadsAsync(CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.SearchDownloads.ListGlossaryAsync(call, cancel), cancellationToken);

    public Task<GlossarySearchResult> SearchGlossariesAsync(GlossarySearchParameters parameters, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.SearchAsync(parameters, cancel), cancellationToken);

    public Task<AtlasSearchResultDownloadStatus> GetDownloadsAsync(CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.SearchDownloads.ListAsync(call, cancel), cancellationToken);

    public Task<byte[]?> GetDownloadAsync(string fileName, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.SearchDownloads.GetAsync(fileName, call, cancel), cancellationToken);

    public Task<EntityMutationResponse> PurgeAsync(IReadOnlyList<string> guids, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Purges.PurgeAsync(guids, call, cancel), cancellationToken);

    public Task<AtlasRelationship> CreateRelationshipAsync(AtlasRelationship relationship, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Relationships.CreateAsync(relationship, call, cancel), cancellationToken);

    public Task<AtlasRelationship> UpdateRelationshipAsync(AtlasRelationship relationship, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Relationships.UpdateAsync(relationship, call, cancel), cancellationToken);

    public Task<AtlasRelationshipWithExtInfo> GetRelationshipAsync(string guid, bool extendedInfo, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Relationships.GetAsync(guid, extendedInfo, cancel), cancellationToken);

    public Task<WriteReceipt> DeleteRelationshipAsync(string guid, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Relationships.DeleteAsync(guid, call, cancel), cancellationToken);

    public Task<AtlasLineageInfo> GetLineageAsync(string guid, LineageDirection direction, int depth, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Lineage.GetAsync(guid, direction, depth, cancel), cancellationToken);

    public Task<AtlasLineageInfo> GetLineageByUniqueAttributesAsync(
        string typeName, IReadOnlyDictionary<string, string> unique, LineageDirection direction, int depth, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Lineage.GetByUniqueAttributesAsync(typeName, unique, direction, depth, cancel), cancellationToken);

    public Task<AtlasLineageInfo> GetLineageOnDemandAsync(
        string guid, IReadOnlyDictionary<string, LineageConstraints>? constraints, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Lineage.GetOnDemandAsync(guid, constraints, cancel), cancellationToken);

    public Task<IReadOnlyList<AtlasGlossary>> GetGlossariesAsync(PageOptions page, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.GetAllAsync(page, cancel), cancellationToken);

    public Task<AtlasGlossary> GetGlossaryAsync(string guid, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.GetAsync(guid, cancel), cancellationToken);

    public Task<AtlasGlossaryExtInfo> GetDetailedGlossaryAsync(string guid, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.GetDetailedAsync(guid, cancel), cancellationToken);

    public Task<AtlasGlossary> CreateGlossaryAsync(AtlasGlossary? glossary, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.CreateAsync(glossary, call, cancel), cancellationToken);

    public Task<AtlasGlossary> UpdateGlossaryAsync(string guid, AtlasGlossary? glossary, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.UpdateAsync(guid, glossary, call, cancel), cancellationToken);

    public Task<AtlasGlossary> PatchGlossaryAsync(
        string guid, IReadOnlyDictionary<string, string?>? changes, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.PatchAsync(guid, changes, call, cancel), cancellationToken);

    public Task<WriteReceipt> DeleteGlossaryAsync(string guid, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.DeleteAsync(guid, call, cancel), cancellationToken);

    public Task<IReadOnlyList<AtlasGlossaryTerm>> GetTermsAsync(string glossaryGuid, PageOptions page, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.Terms.GetOfGlossaryAsync(glossaryGuid, page, cancel), cancellationToken);

    public Task<IReadOnlyList<AtlasRelatedTermHeader>> GetTermHeadersAsync(string glossaryGuid, PageOptions page, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.Terms.GetHeadersAsync(glossaryGuid, page, cancel), cancellationToken);

    public Task<AtlasGlossaryTerm> GetTermAsync(string guid, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.Terms.GetAsync(guid, cancel), cancellationToken);

    public Task<WrittenList<AtlasGlossaryTerm>> CreateTermsAsync(
        IReadOnlyList<AtlasGlossaryTerm?>? terms, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.Terms.CreateAsync(terms, call, cancel), cancellationToken);

    public Task<AtlasGlossaryTerm> UpdateTermAsync(string guid, AtlasGlossaryTerm? term, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.Terms.UpdateAsync(guid, term, call, cancel), cancellationToken);

    public Task<AtlasGlossaryTerm> PatchTermAsync(
        string guid, IReadOnlyDictionary<string, string?>? changes, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.Terms.PatchAsync(guid, changes, call, cancel), cancellationToken);

    public Task<WriteReceipt> DeleteTermAsync(string guid, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.Terms.DeleteAsync(guid, call, cancel), cancellationToken);

    public Task<IReadOnlyDictionary<string, List<AtlasRelatedTermHeader>>> GetRelatedTermsAsync(
        string guid, PageOptions page, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.Terms.GetRelatedAsync(guid, page, cancel), cancellationToken);

    public Task<IReadOnlyList<AtlasRelatedObjectId>> GetAssignedEntitiesAsync(string termGuid, PageOptions page, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.Terms.GetAssignedAsync(termGuid, page, cancel), cancellationToken);

    public Task<WriteReceipt> AssignTermAsync(
        string termGuid, IReadOnlyList<AtlasRelatedObjectId>? entities, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.Terms.AssignAsync(termGuid, entities, call, cancel), cancellationToken);

    public Task<WriteReceipt> DisassociateTermAsync(
        string termGuid, IReadOnlyList<AtlasRelatedObjectId>? entities, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.Terms.DisassociateAsync(termGuid, entities, call, cancel), cancellationToken);

    public Task<IReadOnlyList<AtlasGlossaryCategory>> GetCategoriesAsync(string glossaryGuid, PageOptions page, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.Categories.GetOfGlossaryAsync(glossaryGuid, page, cancel), cancellationToken);

    public Task<IReadOnlyList<AtlasRelatedCategoryHeader>> GetCategoryHeadersAsync(
        string glossaryGuid, PageOptions page, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.Categories.GetHeadersAsync(glossaryGuid, page, cancel), cancellationToken);

    public Task<AtlasGlossaryCategory> GetCategoryAsync(string guid, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.Categories.GetAsync(guid, cancel), cancellationToken);

    public Task<WrittenList<AtlasGlossaryCategory>> CreateCategoriesAsync(
        IReadOnlyList<AtlasGlossaryCategory?>? categories, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.Categories.CreateAsync(categories, call, cancel), cancellationToken);

    public Task<AtlasGlossaryCategory> UpdateCategoryAsync(
        string guid, AtlasGlossaryCategory? category, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.Categories.UpdateAsync(guid, category, call, cancel), cancellationToken);

    public Task<AtlasGlossaryCategory> PatchCategoryAsync(
        string guid, IReadOnlyDictionary<string, string?>? changes, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.Categories.PatchAsync(guid, changes, call, cancel), cancellationToken);

    public Task<WriteReceipt> DeleteCategoryAsync(string guid, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.Categories.DeleteAsync(guid, call, cancel), cancellationToken);

    public Task<IReadOnlyList<AtlasRelatedTermHeader>> GetCategoryTermsAsync(string guid, PageOptions page, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.Terms.GetOfCategoryAsync(guid, page, cancel), cancellationToken);

    public Task<IReadOnlyDictionary<string, List<AtlasRelatedCategoryHeader>>> GetRelatedCategoriesAsync(
        string guid, PageOptions page, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.Categories.GetRelatedAsync(guid, page, cancel), cancellationToken);

    public Task<BulkImportResponse> ImportTermsAsync(string? fileName, byte[] content, CallContext call, CancellationToken cancellationToken)
        => Requests.RunAsync((catalog, cancel) => catalog.Glossaries.Terms.ImportAsync(fileName, content, call, cancel), cancellationToken);
}
