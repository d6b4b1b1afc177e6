using AtlasHa.Catalog.Classifications;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>Turns entities of a request into stored ones.</summary>
/// <param name="partial">The request is a partial update, in which some attributes add to what is there.</param>
internal sealed class EntityMapper(ResolvedRequest request, EntityGraph graph, TypeRegistry types, bool partial)
{
    /// <summary>
    /// A new entity with its defaults and with what can be given on creation only: labels, business metadata. The
    /// attributes of the request are not in it yet, because they may refer to entities that do not exist so far.
    /// </summary>
    /// <exception cref="AtlasException">The business metadata is not valid for it.</exception>
    public static StoredEntity Create(ResolvedEntity entity)
    {
        (AtlasEntity source, EntityType type) = (entity.Prepared.Source, entity.Prepared.Type);
        return new StoredEntity(
            entity.Guid, type.Name, EntityRowStatus.Active, CreatedBy: null, UpdatedBy: null, CreateTime: 0, UpdateTime: 0,
            source.Version ?? 0,
            new EntityDocument
            {
                Attributes = type.Attributes.Values
                    .Where(attribute => !type.RelationshipAttributes.ContainsKey(attribute.Name))
                    .ToDictionary(attribute => attribute.Name, attribute => attribute.UnsetValue),
                Labels = LabelRules.Normalize(source.Labels),
                BusinessAttributes = BusinessMetadataRules.ForNewEntity(source.BusinessAttributes, type),
                HomeId = source.HomeId,
                ProvenanceType = source.ProvenanceType,
                IsIncomplete = entity.Prepared.IsShell ? true : null,
            });
    }

    /// <summary>The classifications that a new entity is given.</summary>
    /// <exception cref="AtlasException">They are not valid for it.</exception>
    public IReadOnlyList<AtlasClassification> Classifications(ResolvedEntity entity) => ClassificationRules.ForNewEntity(
        entity.Prepared.Source.Classifications, entity.Guid, entity.Prepared.Guid, entity.Prepared.Type, types);

    /// <summary>The stored entity with what the request says of it; the same object when that changes nothing.</summary>
    /// <exception cref="AtlasException">404-00-007: a reference leads to an entity of the wrong type.</exception>
    public StoredEntity Apply(PreparedEntity entity, StoredEntity stored)
    {
        var attributes = new Dictionary<string, object?>(stored.Document.Attributes);
        bool changed = false;
        foreach ((string name, object? given) in entity.Attributes)
        {
            AtlasAttribute attribute = entity.Type.Attributes[name];
            object? before = attributes.GetValueOrDefault(name);
            object? after = ReferenceValues.Replace(attribute.Type, given, ToStoredReference);
            if (partial && attribute.IsAppendOnPartialUpdate)
                after = Append(before, after);

            changed |= !AttributeValue.Comparer.Equals(before, after);
            attributes[name] = after;
        }

        Dictionary<string, string?>? custom = entity.Source.CustomAttributes is { } replacement
            ? NullIfEmpty(replacement)
            : stored.Document.CustomAttributes;
        changed |= !AreEqual(custom, stored.Document.CustomAttributes);
        // Whoever sends an entity as a whole fills its shell.
        bool? incomplete = partial || entity.IsShell ? stored.Document.IsIncomplete : null;
        changed |= incomplete != stored.Document.IsIncomplete;
        return changed
            ? stored with { Document = stored.Document with { Attributes = attributes, CustomAttributes = custom, IsIncomplete = incomplete } }
            : stored;
    }

    private static object? Append(object? before, object? added) => (before, added) switch
    {
        (IReadOnlyList<object?> list, IReadOnlyList<object?> more) => list.Concat(more).Distinct(AttributeValue.Comparer).ToList(),
        (IReadOnlyDictionary<string, object?> map, IReadOnlyDictionary<string, object?> more) =>
            map.Concat(more).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Last().Value),
        (_, null) => before,
        _ => added,
    };

    private static Dictionary<string, string?>? NullIfEmpty(Dictionary<string, string?> map) => map.Count == 0 ? null : map;

    private static bool AreEqual(Dictionary<string, string?>? left, Dictionary<string, string?>? right) =>
        (left?.Count ?? 0) == (right?.Count ?? 0)
        && (left ?? []).All(pair => right!.TryGetValue(pair.Key, out string? value) && value == pair.Value);

    private Dictionary<string, object?> ToStoredReference(ObjectIdType type, AtlasObjectId reference)
    {
        StoredEntity target = graph.Get(request.Find(reference)!);
        if (type.Target is { } expected && !expected.SelfAndSubTypes.Contains(target.TypeName))
            EntityValidator.ThrowIfAny([$"{target.Guid}: is an entity of type {target.TypeName}, not of type {expected.Name}"]);
        return new AtlasObjectId { Guid = target.Guid, TypeName = target.TypeName }.ToValue();
    }
}
