using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.AdminAudit;
using AtlasHa.Catalog.Storage.Imports;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Catalog.Tests.Entities;

/// <summary>A real snapshot with a counter of round trips in front.</summary>
internal sealed class CountingReader(ICatalogReader inner) : ICatalogReader
{
    public int RoundTrips { get; private set; }

    public long Epoch => inner.Epoch;

    public INotificationReader Notifications => Counted.Notifications;

    public IImportReader Imports => Counted.Imports;

    private ICatalogReader Counted
    {
        get
        {
            RoundTrips++;
            return inner;
        }
    }

    public ValueTask<IReadOnlyList<TypeDefRow>> ReadTypesAsync(CancellationToken cancellationToken) => Counted.ReadTypesAsync(cancellationToken);

    public ValueTask<IReadOnlyList<TypePatchRow>> ReadPatchesAsync(CancellationToken cancellationToken) => Counted.ReadPatchesAsync(cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, EntityRow>> ReadEntitiesAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken) =>
        Counted.ReadEntitiesAsync(guids, cancellationToken);

    public ValueTask<IReadOnlyList<EntityRow>> ReadEntitiesOfTypeAsync(string typeName, CancellationToken cancellationToken) =>
        Counted.ReadEntitiesOfTypeAsync(typeName, cancellationToken);

    public ValueTask<IReadOnlyList<UniqueRow>> FindUniqueAsync(IReadOnlyCollection<UniqueValue> values, CancellationToken cancellationToken) =>
        Counted.FindUniqueAsync(values, cancellationToken);

    public ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsOfAsync(
        IReadOnlyCollection<string> entityGuids, CancellationToken cancellationToken) => Counted.ReadRelationshipsOfAsync(entityGuids, cancellationToken);

    public ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsOfAsync(
        IReadOnlyCollection<string> entityGuids, IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        Counted.ReadRelationshipsOfAsync(entityGuids, typeNames, cancellationToken);

    public ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsBetweenAsync(
        IReadOnlyCollection<EndPair> pairs, CancellationToken cancellationToken) => Counted.ReadRelationshipsBetweenAsync(pairs, cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, RelationshipRow>> ReadRelationshipsAsync(
        IReadOnlyCollection<string> guids, CancellationToken cancellationToken) => Counted.ReadRelationshipsAsync(guids, cancellationToken);

    public ValueTask<IReadOnlyList<PlacedRelationship>> ReadRelationshipsOfTypeAsync(
        string typeName, bool activeOnly, long afterId, int limit, CancellationToken cancellationToken) =>
        Counted.ReadRelationshipsOfTypeAsync(typeName, activeOnly, afterId, limit, cancellationToken);

    public ValueTask<int> CountRelationshipsOfTypeAsync(string typeName, bool activeOnly, int atMost, CancellationToken cancellationToken) =>
        Counted.CountRelationshipsOfTypeAsync(typeName, activeOnly, atMost, cancellationToken);

    public ValueTask<IReadOnlySet<string>> EntityTypesInUseAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        Counted.EntityTypesInUseAsync(typeNames, cancellationToken);

    public ValueTask<IReadOnlySet<string>> RelationshipTypesInUseAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        Counted.RelationshipTypesInUseAsync(typeNames, cancellationToken);

    public ValueTask<IReadOnlySet<string>> TypesUsedByEntitiesAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        Counted.TypesUsedByEntitiesAsync(typeNames, cancellationToken);

    public ValueTask<IReadOnlyList<EntityCount>> CountEntitiesAsync(CancellationToken cancellationToken) => Counted.CountEntitiesAsync(cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, long>> CountTypeUsesAsync(CancellationToken cancellationToken) => Counted.CountTypeUsesAsync(cancellationToken);

    public ValueTask<IReadOnlyList<ClassificationRow>> ReadClassificationsAsync(
        IReadOnlyCollection<string> entityGuids, CancellationToken cancellationToken) => Counted.ReadClassificationsAsync(entityGuids, cancellationToken);

    public ValueTask<IReadOnlyList<ClassificationRow>> ReadSpreadAsync(
        IReadOnlyCollection<ClassificationTag> tags, CancellationToken cancellationToken) => Counted.ReadSpreadAsync(tags, cancellationToken);

    public ValueTask<IReadOnlyList<AuditRow>> ReadAuditAsync(string entityGuid, AuditFilter filter, CancellationToken cancellationToken) =>
        Counted.ReadAuditAsync(entityGuid, filter, cancellationToken);

    public ValueTask<IReadOnlyList<string>> FindClassificationChangesAsync(long since, CancellationToken cancellationToken) =>
        Counted.FindClassificationChangesAsync(since, cancellationToken);

    public ValueTask<IReadOnlyList<AdminAuditRow>> ReadAdminAuditAsync(AdminAuditQuery query, CancellationToken cancellationToken) =>
        Counted.ReadAdminAuditAsync(query, cancellationToken);

    public ValueTask<IReadOnlyList<SearchHit>> SearchAsync(SearchSource source, SearchPage page, CancellationToken cancellationToken) =>
        Counted.SearchAsync(source, page, cancellationToken);

    public ValueTask<int> CountAsync(SearchSource source, int atMost, CancellationToken cancellationToken) =>
        Counted.CountAsync(source, atMost, cancellationToken);

    public ValueTask<IReadOnlyList<SavedSearchRow>> ReadSavedSearchesAsync(string owner, CancellationToken cancellationToken) =>
        Counted.ReadSavedSearchesAsync(owner, cancellationToken);

    public ValueTask<SavedSearchRow?> FindSavedSearchAsync(string guid, CancellationToken cancellationToken) =>
        Counted.FindSavedSearchAsync(guid, cancellationToken);

    public ValueTask<IReadOnlyList<SearchDownloadRow>> ReadSearchDownloadsAsync(string owner, CancellationToken cancellationToken) =>
        Counted.ReadSearchDownloadsAsync(owner, cancellationToken);

    public ValueTask<byte[]?> FindSearchDownloadAsync(string owner, string fileName, CancellationToken cancellationToken) =>
        Counted.FindSearchDownloadAsync(owner, fileName, cancellationToken);

    public ValueTask<long?> FindSearchIndexGapAsync(CancellationToken cancellationToken) => Counted.FindSearchIndexGapAsync(cancellationToken);

    public ValueTask<IReadOnlyList<SearchHit>> ReadAllEntitiesAsync(long afterId, int limit, CancellationToken cancellationToken) =>
        Counted.ReadAllEntitiesAsync(afterId, limit, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
