using AtlasHa.Catalog.Storage.AdminAudit;
using AtlasHa.Catalog.Storage.Imports;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Catalog.Storage;

/// <summary>
/// One write transaction; reads see its own writes. Disposing without <see cref="CommitAsync"/> rolls everything back.
/// The group-commit writer runs each request between <see cref="SavepointAsync"/> and <see cref="ReleaseAsync"/> or
/// <see cref="RollbackAsync"/>; savepoints do not nest. A write that answers nothing may fail only when a later call does, but not after
/// <see cref="ReleaseAsync"/>.
/// </summary>
public interface ICatalogWriter : ICatalogReader, IClassificationWriter, IAuditWriter, IAdminAuditWriter, ISearchWriter
{
    /// <summary>Changes to messages, in and out.</summary>
    INotificationWriter NotificationChanges { get; }

    /// <summary>Changes of imports that go on in the background.</summary>
    IImportWriter ImportChanges { get; }

    /// <summary>Inserts or replaces by guid.</summary>
    ValueTask PutTypesAsync(IReadOnlyCollection<TypeDefRow> rows, CancellationToken cancellationToken);

    ValueTask DeleteTypesAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken);

    /// <summary>Inserts or replaces by id.</summary>
    ValueTask PutPatchesAsync(IReadOnlyCollection<TypePatchRow> rows, CancellationToken cancellationToken);

    /// <summary>Inserts or replaces by guid.</summary>
    ValueTask PutEntitiesAsync(IReadOnlyCollection<EntityRow> rows, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the rows under each guid all the unique values of that entity; an empty list frees them. What the call frees can be taken in the same call.
    /// </summary>
    /// <exception cref="UniqueValueTakenException">Another entity of that type holds one of them, or gets it by the same call.</exception>
    /// <exception cref="ArgumentException">A row is not of the entity under whose guid it is.</exception>
    ValueTask SetUniqueAsync(IReadOnlyDictionary<string, IReadOnlyCollection<UniqueRow>> sets, CancellationToken cancellationToken);

    /// <summary>Makes the names under each guid all the non-entity types (classifications, structs, ...) that the entity uses.</summary>
    ValueTask SetTypeUsesAsync(IReadOnlyDictionary<string, IReadOnlyCollection<string>> typeNames, CancellationToken cancellationToken);

    /// <summary>
    /// Removes entities with their unique values, type uses, relationships, classifications and places in the search index for good, and what has
    /// spread from them.
    /// </summary>
    ValueTask PurgeEntitiesAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken);

    /// <summary>Inserts or replaces by guid.</summary>
    ValueTask PutRelationshipsAsync(IReadOnlyCollection<RelationshipRow> rows, CancellationToken cancellationToken);

    /// <summary>Removes relationships for good. The rows, not only their guids, say which entities lose them.</summary>
    ValueTask DeleteRelationshipsAsync(IReadOnlyCollection<RelationshipRow> rows, CancellationToken cancellationToken);

    /// <summary>What was answered to these requests, in whatever term; those that are not remembered are absent.</summary>
    ValueTask<IReadOnlyList<RememberedRequest>> FindRequestsAsync(IReadOnlyCollection<RequestName> names, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps answers with the changes that they are about, stamped with the store's own clock. Look with <see cref="FindRequestsAsync"/> first, in
    /// this transaction: an id that is remembered already is a mistake of the caller.
    /// </summary>
    ValueTask RememberRequestsAsync(IReadOnlyCollection<RememberedRequest> requests, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets the requests that were remembered <paramref name="age"/> ago or earlier by the store's clock, and those that are not among the newest
    /// <paramref name="newest"/>, oldest first and at most <paramref name="atMost"/> of them. Returns how many; it looks at no more rows than that. Numbers that
    /// were given out and not used count among the newest.
    /// </summary>
    ValueTask<int> ForgetRequestsAsync(TimeSpan age, int newest, int atMost, CancellationToken cancellationToken);

    ValueTask SavepointAsync(CancellationToken cancellationToken);

    ValueTask ReleaseAsync(CancellationToken cancellationToken);

    ValueTask RollbackAsync(CancellationToken cancellationToken);

    /// <summary>Makes everything durable. When it throws with an unknown outcome the change may have been made.</summary>
    /// <exception cref="StoreUnavailableException">The store failed; see its outcome.</exception>
    Task CommitAsync(CancellationToken cancellationToken);
}
