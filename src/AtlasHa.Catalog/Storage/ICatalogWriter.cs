namespace AtlasHa.Catalog.Storage;

/// <summary>
/// One write transaction; reads see its own writes. Disposing without <see cref="CommitAsync"/> rolls everything back.
/// The group-commit writer runs each request between <see cref="SavepointAsync"/> and <see cref="ReleaseAsync"/> or
/// <see cref="RollbackAsync"/>; savepoints do not nest.
/// </summary>
public interface ICatalogWriter : ICatalogReader
{
    /// <summary>Inserts or replaces by guid.</summary>
    ValueTask PutTypesAsync(IReadOnlyCollection<TypeDefRow> rows, CancellationToken cancellationToken);

    ValueTask DeleteTypesAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken);

    /// <summary>Inserts or replaces by guid.</summary>
    ValueTask PutEntitiesAsync(IReadOnlyCollection<EntityRow> rows, CancellationToken cancellationToken);

    /// <summary>Makes <paramref name="rows"/> all the unique values of the entity; an empty list frees them.</summary>
    /// <exception cref="UniqueValueTakenException">Another entity of that type holds one of them.</exception>
    ValueTask SetUniqueAsync(string guid, IReadOnlyCollection<UniqueRow> rows, CancellationToken cancellationToken);

    /// <summary>Makes <paramref name="typeNames"/> all the non-entity types (classifications, structs, ...) that the entity uses.</summary>
    ValueTask SetTypeUsesAsync(string guid, IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken);

    /// <summary>Removes entities with their unique values, type uses and relationships for good.</summary>
    ValueTask PurgeEntitiesAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken);

    /// <summary>Inserts or replaces by guid.</summary>
    ValueTask PutRelationshipsAsync(IReadOnlyCollection<RelationshipRow> rows, CancellationToken cancellationToken);

    /// <summary>What this user was answered under this request id, in whatever term; null when it is not remembered.</summary>
    ValueTask<RememberedRequest?> FindRequestAsync(string user, string requestId, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps an answer with the change that it is about, stamped with the store's own clock. Look with <see cref="FindRequestAsync"/> first, in
    /// this transaction: an id that is remembered already is a mistake of the caller.
    /// </summary>
    ValueTask RememberRequestAsync(RememberedRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets the requests that were remembered <paramref name="age"/> ago or earlier by the store's clock, oldest first and at most
    /// <paramref name="atMost"/> of them. Returns how many; it looks at no more rows than that.
    /// </summary>
    ValueTask<int> ForgetRequestsAsync(TimeSpan age, int atMost, CancellationToken cancellationToken);

    ValueTask SavepointAsync(CancellationToken cancellationToken);

    ValueTask ReleaseAsync(CancellationToken cancellationToken);

    ValueTask RollbackAsync(CancellationToken cancellationToken);

    /// <summary>Makes everything durable. When it throws with an unknown outcome the change may have been made.</summary>
    /// <exception cref="StoreUnavailableException">The store failed; see its outcome.</exception>
    Task CommitAsync(CancellationToken cancellationToken);
}
