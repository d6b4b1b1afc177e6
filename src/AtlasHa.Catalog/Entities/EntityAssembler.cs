using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>Makes the full form of entities whose relationships and classifications are loaded.</summary>
/// <param name="onlyActive">Leaves out relationships that ended.</param>
internal sealed class EntityAssembler(EntityGraph graph, TypeRegistry types, EntityReadOptions options, bool onlyActive = false)
{
    /// <param name="inShort">Only the attributes that its type names for such cases, and no relationship attributes.</param>
    public AtlasEntity Assemble(StoredEntity entity, bool inShort)
    {
        EntityType type = types.GetEntityType(entity.TypeName);
        EntityDocument document = entity.Document;
        List<AtlasClassification> classifications = graph.Classifications.Shown(entity.Guid);
        return new AtlasEntity
        {
            TypeName = entity.TypeName,
            Attributes = (inShort ? type.MinInfoAttributes : type.Attributes.Keys)
                .ToDictionary(name => name, name => Attribute(entity, type, name)),
            Guid = entity.Guid,
            HomeId = document.HomeId,
            Proxy = false,
            IsIncomplete = document.IsIncomplete ?? false,
            ProvenanceType = document.ProvenanceType ?? 0,
            Status = entity.WireStatus,
            CreatedBy = entity.CreatedBy,
            UpdatedBy = entity.UpdatedBy,
            CreateTime = entity.CreateTime,
            UpdateTime = entity.UpdateTime,
            Version = entity.Version,
            RelationshipAttributes = inShort || options.IgnoreRelationships
                ? null
                : type.RelationshipAttributes.Keys.ToDictionary(name => name, name => RelationshipAttribute(entity, type, name)),
            Classifications = classifications.Count == 0 ? null : classifications,
            Meanings = inShort || options.IgnoreRelationships || Meanings.Of(entity.Guid, graph) is not { Count: > 0 } meanings ? null : meanings,
            CustomAttributes = document.CustomAttributes,
            BusinessAttributes = document.BusinessAttributes,
            Labels = document.Labels ?? [],
        };
    }

    /// <summary>Guids of the parts of an entity, deleted ones included.</summary>
    public IEnumerable<string> Parts(StoredEntity entity)
    {
        EntityType type = types.GetEntityType(entity.TypeName);
        IEnumerable<string> names = options.IgnoreRelationships
            ? type.RelationshipAttributes.Keys.Where(type.Attributes.ContainsKey)
            : type.RelationshipAttributes.Keys;
        return names.SelectMany(name => Relationships(entity, type.RelationshipAttributes[name].Where(attribute => attribute.IsOwned)))
            .Select(relationship => relationship.OtherEnd(entity.Guid))
            .Concat(OwnedReferences.Of(entity, type));
    }

    /// <summary>True when the full form or the parts of an entity depend on its relationships.</summary>
    public bool NeedsRelationships(StoredEntity entity)
    {
        EntityType type = types.GetEntityType(entity.TypeName);
        return !options.IgnoreRelationships || type.RelationshipAttributes.Keys.Any(type.Attributes.ContainsKey);
    }

    private object? Attribute(StoredEntity entity, EntityType type, string name)
    {
        if (!type.RelationshipAttributes.TryGetValue(name, out IReadOnlyList<RelationshipAttribute>? attributes))
            return entity.Document.Attributes.GetValueOrDefault(name);

        // Declared as well as related: shown here as plain references, without those that ended while the other entity lives on.
        List<object?> references = [.. Relationships(entity, attributes)
            .Where(relationship => relationship.IsActive || !graph.Get(relationship.OtherEnd(entity.Guid)).IsActive)
            .Select(relationship => graph.Get(relationship.OtherEnd(entity.Guid)))
            .Select(other => new AtlasObjectId { Guid = other.Guid, TypeName = other.TypeName }.ToValue())];
        return attributes[0].Cardinality == Cardinality.Single ? references.FirstOrDefault() : references;
    }

    private object? RelationshipAttribute(StoredEntity entity, EntityType type, string name)
    {
        IReadOnlyList<RelationshipAttribute> attributes = type.RelationshipAttributes[name];
        List<object?> references = [.. Relationships(entity, attributes).Select(relationship => Reference(entity, relationship))];
        return attributes[0].Cardinality == Cardinality.Single ? references.FirstOrDefault() : references;
    }

    // Active ones first, then the latest of those that ended; each other entity once for each relationship type.
    private IEnumerable<StoredRelationship> Relationships(StoredEntity entity, IEnumerable<RelationshipAttribute> attributes) => graph
        .RelationshipsOf(entity.Guid)
        .Where(relationship => (relationship.IsActive || !onlyActive) && attributes.Any(attribute => relationship.Is(attribute, entity.Guid)))
        .OrderByDescending(relationship => relationship.IsActive)
        .ThenByDescending(relationship => relationship.IsActive ? 0 : relationship.UpdateTime)
        .DistinctBy(relationship => (relationship.TypeName, relationship.OtherEnd(entity.Guid)));

    private Dictionary<string, object?> Reference(StoredEntity entity, StoredRelationship relationship) =>
        RelatedObjects.Of(relationship, graph.Get(relationship.OtherEnd(entity.Guid)), types).ToValue();
}
