using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Relationships;

/// <summary>The entities that a new relationship is to connect, in the order of its definition.</summary>
/// <param name="IsReversed">The request names them in the other order.</param>
internal sealed record RelationshipEnds(StoredEntity End1, StoredEntity End2, bool IsReversed)
{
    /// <exception cref="AtlasException">
    /// 400-00-07D an end is missing or does not exist; 404-00-012 it is deleted; 400-00-036 their types do not fit in either order.
    /// </exception>
    public static async ValueTask<RelationshipEnds> FindAsync(
        AtlasRelationship given, RelationshipType type, Mutation mutation, CancellationToken cancellationToken)
    {
        StoredEntity first = await FindAsync(given.End1, type, mutation, cancellationToken).ConfigureAwait(false);
        StoredEntity second = await FindAsync(given.End2, type, mutation, cancellationToken).ConfigureAwait(false);
        if (Fits(first, type.End1Type) && Fits(second, type.End2Type))
            return new RelationshipEnds(first, second, IsReversed: false);
        if (Fits(first, type.End2Type) && Fits(second, type.End1Type))
            return new RelationshipEnds(second, first, IsReversed: true);

        StoredEntity misfit = Fits(first, type.End1Type) || Fits(first, type.End2Type) ? second : first;
        throw new AtlasException(AtlasErrorCode.InvalidRelationshipEndType, misfit.TypeName, type.Name);
    }

    private static bool Fits(StoredEntity entity, EntityType end) => end.SelfAndSubTypes.Contains(entity.TypeName);

    private static async ValueTask<StoredEntity> FindAsync(
        AtlasObjectId? end, RelationshipType type, Mutation mutation, CancellationToken cancellationToken)
    {
        string? guid = end?.Guid;
        if (string.IsNullOrEmpty(guid) && end is { IsValid: true })
        {
            EntityType entityType = mutation.Types.GetEntityType(end.TypeName);
            UniqueValue[] values = [.. UniqueIndex.ValuesOf(entityType, end.UniqueAttributes!)];
            UniqueIndex index = await UniqueIndex.LoadAsync(mutation.Graph.Reader, values, cancellationToken).ConfigureAwait(false);
            guid = index.Find(entityType, values);
        }

        if (!string.IsNullOrEmpty(guid))
            await mutation.Graph.LoadEntitiesAsync([guid], cancellationToken).ConfigureAwait(false);
        StoredEntity found = (string.IsNullOrEmpty(guid) ? null : mutation.Graph.Find(guid))
            ?? throw new AtlasException(AtlasErrorCode.RelationshipEndIsNull, $"{type.Name} (end {AttributeValue.ToText(end?.ToValue())})");
        return found.IsActive ? found : throw new AtlasException(AtlasErrorCode.InstanceGuidDeleted, guid);
    }
}
