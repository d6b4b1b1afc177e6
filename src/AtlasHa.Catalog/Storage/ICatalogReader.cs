using AtlasHa.Catalog.Storage.AdminAudit;
using AtlasHa.Catalog.Storage.Imports;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Catalog.Storage;

/// <summary>
/// One snapshot of the catalogue. Reads take sets, not single keys, so that a request costs a fixed number of round trips.
/// Not thread-safe. Missing keys are absent from the answer; they are no error.
/// </summary>
public interface ICatalogReader : IClassificationReader, IAuditReader, IAdminAuditReader, ISearchReader, IAsyncDisposable
{
    long Epoch { get; }

    /// <summary>Messages in and out.</summary>
    INotificationReader Notifications { get; }

    /// <summary>Imports that go on in the background.</summary>
    IImportReader Imports { get; }

    /// <summary>Every type definition, in order of creation.</summary>
    ValueTask<IReadOnlyList<TypeDefRow>> ReadTypesAsync(CancellationToken cancellationToken);

    /// <summary>Every recorded patch of type definitions, in order of its id by code points.</summary>
    ValueTask<IReadOnlyList<TypePatchRow>> ReadPatchesAsync(CancellationToken cancellationToken);

    ValueTask<IReadOnlyDictionary<string, EntityRow>> ReadEntitiesAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken);

    /// <summary>The active entities of exactly this type, in order of creation.</summary>
    ValueTask<IReadOnlyList<EntityRow>> ReadEntitiesOfTypeAsync(string typeName, CancellationToken cancellationToken);

    /// <summary>Holders of the given unique values, of whatever type: the caller picks those whose type fits.</summary>
    ValueTask<IReadOnlyList<UniqueRow>> FindUniqueAsync(IReadOnlyCollection<UniqueValue> values, CancellationToken cancellationToken);

    /// <summary>Every relationship, active or deleted, with one of the given entities at either end.</summary>
    ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsOfAsync(IReadOnlyCollection<string> entityGuids, CancellationToken cancellationToken);

    /// <summary>Those of the given types only.</summary>
    ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsOfAsync(
        IReadOnlyCollection<string> entityGuids, IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken);

    /// <summary>
    /// Every relationship, active or deleted, of whatever type, from the first of a pair to the second. It costs what there is between them, however many
    /// either of them has.
    /// </summary>
    ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsBetweenAsync(IReadOnlyCollection<EndPair> pairs, CancellationToken cancellationToken);

    ValueTask<IReadOnlyDictionary<string, RelationshipRow>> ReadRelationshipsAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken);

    /// <summary>Relationships of exactly this type with a higher number, in order of creation.</summary>
    ValueTask<IReadOnlyList<PlacedRelationship>> ReadRelationshipsOfTypeAsync(
        string typeName, bool activeOnly, long afterId, int limit, CancellationToken cancellationToken);

    /// <summary>Number of relationships of exactly this type; at most <paramref name="atMost"/>.</summary>
    ValueTask<int> CountRelationshipsOfTypeAsync(string typeName, bool activeOnly, int atMost, CancellationToken cancellationToken);

    /// <summary>Which of the given types have at least one entity (deleted ones count) of exactly that type.</summary>
    ValueTask<IReadOnlySet<string>> EntityTypesInUseAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken);

    /// <summary>Which of the given relationship types have at least one relationship, active or deleted.</summary>
    ValueTask<IReadOnlySet<string>> RelationshipTypesInUseAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken);

    /// <summary>
    /// Which of the given types (struct, classification, enum, business metadata) some entity has as a classification, or is recorded as using
    /// through <see cref="ICatalogWriter.SetTypeUsesAsync"/>.
    /// </summary>
    ValueTask<IReadOnlySet<string>> TypesUsedByEntitiesAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken);

    /// <summary>Number of entities by type and status.</summary>
    ValueTask<IReadOnlyList<EntityCount>> CountEntitiesAsync(CancellationToken cancellationToken);

    /// <summary>Number of entities that use each non-entity type, classifications that have spread to them included; those that none uses are absent.</summary>
    ValueTask<IReadOnlyDictionary<string, long>> CountTypeUsesAsync(CancellationToken cancellationToken);
}
