using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>Which stored entity, or which one to create, each guid and each reference of a request stands for.</summary>
internal sealed class ResolvedRequest(UniqueIndex index, TypeRegistry types)
{
    private readonly Dictionary<string, string> _assignments = [];
    private readonly List<ResolvedEntity> _entities = [];

    /// <summary>The entities to create or update, in order of discovery. Two of them may be one and the same stored entity.</summary>
    public IReadOnlyList<ResolvedEntity> Entities => _entities;

    /// <summary>Guids of the request to guids of the store.</summary>
    public IReadOnlyDictionary<string, string> Assignments => _assignments;

    public void Assign(string requestGuid, string guid) => _assignments[requestGuid] = guid;

    public void Add(ResolvedEntity entity)
    {
        _entities.Add(entity);
        Assign(entity.Prepared.Guid, entity.Guid);
    }

    /// <summary>The guid of the entity that a reference means; null when it means none.</summary>
    public string? Find(AtlasObjectId reference)
    {
        if (!string.IsNullOrEmpty(reference.Guid))
            return _assignments.GetValueOrDefault(reference.Guid);

        EntityType type = types.GetEntityType(reference.TypeName);
        return index.Find(type, UniqueIndex.ValuesOf(type, reference.UniqueAttributes!));
    }
}

/// <summary>An entity of the request with the guid that it has or gets in the store.</summary>
/// <param name="IsNew">It is to be created; a second entity of the request with the same guid then adds to it.</param>
internal sealed record ResolvedEntity(PreparedEntity Prepared, string Guid, bool IsNew);
