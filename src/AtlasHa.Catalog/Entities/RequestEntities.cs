using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Entities;

/// <summary>The entities of one request: those it is about, and those that they may refer to by guid.</summary>
internal sealed class RequestEntities
{
    private readonly Dictionary<string, AtlasEntity> _byGuid = [];

    private RequestEntities(List<AtlasEntity> topLevel, Dictionary<string, AtlasEntity?>? referred)
    {
        TopLevel = topLevel;
        foreach ((string guid, AtlasEntity? entity) in referred ?? [])
        {
            if (entity is not null && guid.Length > 0)
                _byGuid[guid] = entity with { Guid = guid };
        }

        foreach (AtlasEntity entity in topLevel)
        {
            if (string.IsNullOrEmpty(entity.Guid))
            {
                throw new AtlasException(
                    AtlasErrorCode.InvalidObjectId,
                    $"an entity of type {entity.TypeName} without guid; give a new one a guid that starts with '-'");
            }

            _byGuid[entity.Guid] = entity;
        }

        if (topLevel.GroupBy(entity => entity.Guid).FirstOrDefault(same => same.DistinctBy(entity => entity.TypeName).Count() > 1) is { } clash)
            throw new AtlasException(AtlasErrorCode.InvalidParameters, $"guid {clash.Key} stands for entities of different types");
    }

    public IReadOnlyList<AtlasEntity> TopLevel { get; }

    /// <exception cref="AtlasException">400-00-01A nothing to store, or a guid used twice; 400-00-021 an entity without guid.</exception>
    public static RequestEntities Of(AtlasEntityWithExtInfo? request) =>
        new([request?.Entity ?? throw Nothing("no entity to create or update")], request.ReferredEntities);

    /// <inheritdoc cref="Of(AtlasEntityWithExtInfo?)"/>
    public static RequestEntities Of(AtlasEntitiesWithExtInfo? request) => request?.Entities is not { Count: > 0 } entities
        ? throw Nothing("no entities to create or update")
        : new([.. entities.Select(entity => entity ?? throw Nothing("a null in the list of entities"))], request.ReferredEntities);

    public AtlasEntity? Find(string guid) => _byGuid.GetValueOrDefault(guid);

    private static AtlasException Nothing(string what) => new(AtlasErrorCode.InvalidParameters, what);
}
