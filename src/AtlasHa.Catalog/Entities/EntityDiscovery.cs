using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>
/// What a request is about: its top-level entities in order, then the entities of the request that those refer to, directly or through
/// others; and every reference that was met on the way.
/// </summary>
internal sealed class EntityDiscovery
{
    private readonly RequestEntities _request;
    private readonly TypeRegistry _types;
    private readonly List<PreparedEntity> _entities = [];
    private readonly List<AtlasObjectId> _references = [];
    private readonly HashSet<string> _seen = [];
    private readonly Queue<AtlasEntity> _pending = new();

    private EntityDiscovery(RequestEntities request, TypeRegistry types)
    {
        _request = request;
        _types = types;
    }

    public IReadOnlyList<PreparedEntity> Entities => _entities;

    public IReadOnlyList<AtlasObjectId> References => _references;

    /// <summary>What <see cref="ReferenceResolver"/> will ask the store for.</summary>
    public ExpectedReads Reads => new()
    {
        EntityGuids = [.. _entities.Select(entity => entity.Guid).Concat(_references.Select(reference => reference.Guid)).OfType<string>().Where(IsAssigned)],
        UniqueValues =
        [
            .. _entities.SelectMany(entity => UniqueIndex.ValuesOf(entity.Type, entity.Given)),
            .. _references.Where(reference => string.IsNullOrEmpty(reference.Guid)).SelectMany(UniqueValuesOf),
        ],
    };

    /// <summary>True for the guid of a stored entity, false for a placeholder of the request's own.</summary>
    public static bool IsAssigned(string guid) => guid.Length > 0 && guid[0] != '-';

    /// <exception cref="AtlasException">400-00-014 unknown type; 400-00-021 a reference that names nothing.</exception>
    public static EntityDiscovery Of(RequestEntities request, TypeRegistry types)
    {
        var discovery = new EntityDiscovery(request, types);
        foreach (AtlasEntity entity in request.TopLevel)
            discovery._seen.Add(entity.Guid!);
        foreach (AtlasEntity entity in request.TopLevel)
            discovery.Visit(entity, isTopLevel: true);
        while (discovery._pending.TryDequeue(out AtlasEntity? entity))
            discovery.Visit(entity, isTopLevel: false);
        return discovery;
    }

    private void Visit(AtlasEntity source, bool isTopLevel)
    {
        PreparedEntity entity = PreparedEntity.Of(source, _types.GetEntityType(source.TypeName), isTopLevel);
        _entities.Add(entity);
        foreach ((string name, object? value) in entity.Given)
            ReferenceValues.Replace(entity.Type.Attributes[name].Type, value, Record);

        foreach ((string name, object? value) in entity.GivenRelationships)
        {
            IReadOnlyList<RelationshipReference> references = RelationshipReference.ParseAll(value);
            entity.Relationships[name] = [.. references.Where(reference => !reference.IsDeleted)];
            foreach (RelationshipReference reference in entity.Relationships[name])
                Record(reference.Target);
        }
    }

    private object? Record(ObjectIdType type, AtlasObjectId reference)
    {
        Record(reference);
        return null;
    }

    private IEnumerable<UniqueValue> UniqueValuesOf(AtlasObjectId reference) =>
        reference.TypeName is { } name && _types.TryGet(name, out AtlasType? type) && type is EntityType entity
            ? UniqueIndex.ValuesOf(entity, reference.UniqueAttributes!)
            : [];

    private void Record(AtlasObjectId reference)
    {
        _references.Add(reference);
        if (!string.IsNullOrEmpty(reference.Guid) && _request.Find(reference.Guid) is { } entity && _seen.Add(reference.Guid))
            _pending.Enqueue(entity);
    }
}
