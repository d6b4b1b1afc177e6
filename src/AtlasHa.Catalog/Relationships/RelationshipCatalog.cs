using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Requests;

namespace AtlasHa.Catalog.Relationships;

/// <summary>The operations on single relationships in one term of office.</summary>
public sealed class RelationshipCatalog
{
    private readonly CatalogAccess _access;

    internal RelationshipCatalog(CatalogAccess access) => _access = access;

    /// <exception cref="AtlasException">
    /// 400-00-028 unknown type; 400-00-07D an end that is missing or does not exist; 404-00-012 one that is deleted; 400-00-036 ends that do not
    /// fit; 400-00-091 propagation wider than the type's; 404-00-00D bad attributes; 409-00-004 there is one already.
    /// </exception>
    public Task<AtlasRelationship> CreateAsync(AtlasRelationship? given, CallContext context, CancellationToken cancellationToken) =>
        WriteAsync("relationship.create", given, (writer, checkedGiven, cancel) => writer.CreateAsync(checkedGiven, cancel), context, cancellationToken);

    /// <exception cref="AtlasException">
    /// 404-00-00C no such relationship; 404-00-00F it is deleted; 400-00-06A, 400-00-069 (with status 404) its type or its ends would change;
    /// 400-00-091 propagation wider than the type's; 404-00-00D bad attributes.
    /// </exception>
    public Task<AtlasRelationship> UpdateAsync(AtlasRelationship? given, CallContext context, CancellationToken cancellationToken) =>
        WriteAsync("relationship.update", given, (writer, checkedGiven, cancel) => writer.UpdateAsync(checkedGiven, cancel), context, cancellationToken);

    /// <summary>Deletes a relationship and nothing else; for good when both its ends are the catalogue's own.</summary>
    /// <exception cref="AtlasException">404-00-00C no such relationship; 404-00-00F it is deleted already.</exception>
    public Task<WriteReceipt> DeleteAsync(string guid, CallContext context, CancellationToken cancellationToken) =>
        _access.WriteAsync(
            RequestKey.Of(context, "relationship.delete", guid),
            async (mutation, cancel) =>
            {
                await new RelationshipWriter(mutation).DeleteAsync(guid, cancel).ConfigureAwait(false);
                await mutation.SaveAsync(cancel).ConfigureAwait(false);
                return new WriteReceipt();
            },
            context, cancellationToken);

    /// <param name="guid">The relationship, deleted or not.</param>
    /// <param name="extendedInfo">Adds the headers of the entities that it is about.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AtlasException">404-00-00C: no such relationship.</exception>
    public Task<AtlasRelationshipWithExtInfo> GetAsync(string guid, bool extendedInfo, CancellationToken cancellationToken) =>
        _access.ReadAsync(
            async (reader, types) =>
            {
                var graph = new EntityGraph(reader);
                StoredRelationship found = await graph.LoadRelationshipAsync(guid, cancellationToken).ConfigureAwait(false)
                    ?? throw new AtlasException(AtlasErrorCode.RelationshipGuidNotFound, guid);
                var assembler = new RelationshipAssembler(graph, types);
                return new AtlasRelationshipWithExtInfo
                {
                    Relationship = await assembler.AssembleAsync(found, cancellationToken).ConfigureAwait(false),
                    ReferredEntities = extendedInfo ? await assembler.ReferredAsync(found, cancellationToken).ConfigureAwait(false) : null,
                };
            },
            cancellationToken);

    private Task<AtlasRelationship> WriteAsync(
        string kind, AtlasRelationship? given, Func<RelationshipWriter, AtlasRelationship, CancellationToken, ValueTask<StoredRelationship>> work,
        CallContext context, CancellationToken cancellationToken)
    {
        if (given is null)
            throw new AtlasException(AtlasErrorCode.InvalidParameters, "no relationship in the request");

        return _access.WriteAsync(
            RequestKey.Of(context, kind, given),
            async (mutation, cancel) =>
            {
                StoredRelationship written = await work(new RelationshipWriter(mutation), given, cancel).ConfigureAwait(false);
                await mutation.SaveAsync(cancel).ConfigureAwait(false);
                return await new RelationshipAssembler(mutation.Graph, mutation.Types).AssembleAsync(written, cancel).ConfigureAwait(false);
            },
            context, cancellationToken);
    }
}
