using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>One write request on one write transaction: what it sees, what it changes, and under whose name. Used once.</summary>
internal sealed class Mutation
{
    private readonly ICatalogWriter _writer;
    private readonly bool _isHard;

    /// <param name="user">Who is noted as author of the changes.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    /// <param name="hard">Deletes for good.</param>
    /// <param name="notifies">Puts what is to be told of the changes into the outbox.</param>
    public Mutation(ICatalogWriter writer, TypeRegistry types, string user, long now, bool hard, bool notifies)
    {
        _writer = writer;
        Types = types;
        User = user;
        _isHard = hard;
        Graph = new EntityGraph(writer);
        Changes = new EntityChanges(Graph, types, user, now, notifies);
        Deleter = new EntityDeleter(Graph, Changes, types, hard);
    }

    public TypeRegistry Types { get; }

    public string User { get; }

    /// <summary>The transaction, for what is not about entities.</summary>
    public ICatalogWriter Writer => _writer;

    public EntityGraph Graph { get; }

    public EntityChanges Changes { get; }

    public EntityDeleter Deleter { get; }

    /// <summary>Deletes a relationship whose ends are loaded: for good where deletions are, or where both ends are what the catalogue keeps for itself.</summary>
    public void Delete(StoredRelationship relationship)
    {
        if (_isHard || (IsInternal(relationship.End1Guid) && IsInternal(relationship.End2Guid)))
            Changes.Remove(relationship);
        else
            Changes.Delete(relationship);
    }

    /// <summary>
    /// Stores everything that was changed. Whoever made the change, all relationships that this request created, updated or deleted are in
    /// <see cref="EntityChanges.Relationships"/> at this point.
    /// </summary>
    /// <exception cref="AtlasException">409-00-003: an active entity of the same type holds a unique value that another one is to get.</exception>
    public async ValueTask SaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Changes.SaveAsync(_writer, cancellationToken).ConfigureAwait(false);
        }
        catch (UniqueValueTakenException taken)
        {
            UniqueRow row = taken.Row;
            throw new AtlasException(AtlasErrorCode.InstanceAlreadyExists, taken, $"{row.TypeName} with {row.Attribute}={row.Value}");
        }
    }

    private bool IsInternal(string guid) => Types.GetEntityType(Graph.Get(guid).TypeName).IsInternal;
}
