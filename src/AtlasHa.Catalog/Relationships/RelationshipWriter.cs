using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Relationships;

/// <summary>Creates, updates and deletes single relationships within one mutation. The entities at their ends are not touched.</summary>
internal sealed class RelationshipWriter(Mutation mutation)
{
    /// <inheritdoc cref="RelationshipCatalog.CreateAsync"/>
    public async ValueTask<StoredRelationship> CreateAsync(AtlasRelationship given, CancellationToken cancellationToken)
    {
        if (!mutation.Types.TryGet(given.TypeName ?? "", out RelationshipType? type))
            throw new AtlasException(AtlasErrorCode.InvalidValue, $"unknown relationship type '{given.TypeName}'");

        RelationshipEnds ends = await RelationshipEnds.FindAsync(given, type, mutation, cancellationToken).ConfigureAwait(false);
        PropagationRules.Check(given.PropagateTags, type);
        Dictionary<string, object?> attributes = RelationshipRules.Normalize(type, given.Attributes);
        await CheckIsNewAsync(ends, type, cancellationToken).ConfigureAwait(false);

        string? guid = given.Guid is { Length: > 0 } assigned && assigned[0] != '-' ? assigned : null;
        if (guid is not null && await mutation.Graph.LoadRelationshipAsync(guid, cancellationToken).ConfigureAwait(false) is { } holder)
            throw new AtlasException(AtlasErrorCode.RelationshipAlreadyExists, guid, holder.End1Guid, holder.End2Guid);
        var document = new RelationshipDocument
        {
            Attributes = attributes,
            IsReversed = ends.IsReversed ? true : null,
            HomeId = given.HomeId,
            ProvenanceType = given.ProvenanceType,
        };
        return mutation.Changes.Create(type, ends.End1.Guid, ends.End2.Guid, document, guid, given.Version ?? 0);
    }

    /// <inheritdoc cref="RelationshipCatalog.UpdateAsync"/>
    public async ValueTask<StoredRelationship> UpdateAsync(AtlasRelationship given, CancellationToken cancellationToken)
    {
        StoredRelationship stored = await GetActiveAsync(given.Guid, cancellationToken).ConfigureAwait(false);
        if (!string.IsNullOrEmpty(given.TypeName) && given.TypeName != stored.TypeName)
            throw new AtlasException(AtlasErrorCode.RelationshipUpdateTypeChangeNotAllowed, stored.Guid, stored.TypeName, given.TypeName);
        (string first, string second) = stored.Ends;
        if ((given.End1 is { } end1 && end1.Guid != first) || (given.End2 is { } end2 && end2.Guid != second))
            throw new AtlasException(AtlasErrorCode.RelationshipUpdateEndChangeNotAllowed, stored.TypeName, stored.Guid);

        RelationshipType type = mutation.Types.GetRelationshipType(stored.TypeName);
        PropagateTags? propagation = given.PropagateTags is { } wanted && stored.IsReversed ? PropagationRules.Reverse(wanted) : given.PropagateTags;
        PropagationRules.Check(propagation, type);
        RelationshipDocument document = stored.Document with
        {
            Attributes = Merge(stored.Document.Attributes ?? [], given.Attributes ?? [], type),
            PropagateTags = propagation ?? stored.Document.PropagateTags,
        };
        StoredRelationship updated = stored with { Document = document };
        if (given.BlockedPropagatedClassifications is { } blocked)
        {
            await mutation.Graph.Classifications.LoadAsync([stored.End1Guid, stored.End2Guid], cancellationToken).ConfigureAwait(false);
            var spreading = SpreadingClassifications.Over(updated, mutation.Graph, mutation.Types);
            updated = updated with { Document = document with { BlockedPropagatedClassifications = spreading.Named(blocked) } };
        }

        return mutation.Changes.Update(updated);
    }

    /// <inheritdoc cref="RelationshipCatalog.DeleteAsync"/>
    public async ValueTask DeleteAsync(string guid, CancellationToken cancellationToken) =>
        mutation.Delete(await GetActiveAsync(guid, cancellationToken).ConfigureAwait(false));

    private async ValueTask<StoredRelationship> GetActiveAsync(string? guid, CancellationToken cancellationToken)
    {
        StoredRelationship? stored = string.IsNullOrEmpty(guid)
            ? null
            : await mutation.Graph.LoadRelationshipAsync(guid, cancellationToken).ConfigureAwait(false);
        if (stored is null)
            throw new AtlasException(AtlasErrorCode.RelationshipGuidNotFound, guid);
        return stored.IsActive ? stored : throw new AtlasException(AtlasErrorCode.RelationshipAlreadyDeleted, guid);
    }

    // The same pair in the other order is another relationship, as it is in Atlas's graph.
    private async ValueTask CheckIsNewAsync(RelationshipEnds ends, RelationshipType type, CancellationToken cancellationToken)
    {
        await mutation.Graph.LoadEdgesBetweenAsync([new EndPair(ends.End1.Guid, ends.End2.Guid)], cancellationToken).ConfigureAwait(false);
        if (mutation.Graph.RelationshipsOf(ends.End1.Guid).Any(existing =>
            existing.IsActive && existing.TypeName == type.Name && existing.IsReversed == ends.IsReversed
            && (existing.End1Guid, existing.End2Guid) == (ends.End1.Guid, ends.End2.Guid)))
        {
            throw new AtlasException(AtlasErrorCode.RelationshipAlreadyExists, type.Name, ends.End1.Guid, ends.End2.Guid);
        }
    }

    // What the request leaves out stays, unless the type has a default for it: that is written, as Atlas does.
    private static Dictionary<string, object?> Merge(
        Dictionary<string, object?> before, Dictionary<string, object?> given, RelationshipType type)
    {
        var merged = new Dictionary<string, object?>(before);
        foreach (AtlasAttribute attribute in type.Attributes.Values)
        {
            if (given.TryGetValue(attribute.Name, out object? value))
                merged[attribute.Name] = value;
            else if (!string.IsNullOrEmpty(attribute.Def.DefaultValue))
                merged[attribute.Name] = attribute.UnsetValue;
        }

        return RelationshipRules.Normalize(type, merged);
    }
}
