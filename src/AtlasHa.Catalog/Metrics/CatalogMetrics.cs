using AtlasHa.Catalog.Model.Metrics;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Metrics;

/// <summary>Counts what is in the catalogue.</summary>
public sealed class CatalogMetrics
{
    private readonly CatalogAccess _access;

    internal CatalogMetrics(CatalogAccess access) => _access = access;

    /// <param name="withSubTypes">Also counts the entities of each type with those of its subtypes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StaleEpochException">The store has accepted another epoch.</exception>
    public Task<AtlasMetrics> ReadAsync(bool withSubTypes, CancellationToken cancellationToken) =>
        _access.ReadAsync(
            async (reader, types) =>
            {
                var entities = await reader.CountEntitiesAsync(cancellationToken).ConfigureAwait(false);
                var uses = await reader.CountTypeUsesAsync(cancellationToken).ConfigureAwait(false);
                return Of(types, entities, uses, withSubTypes);
            },
            cancellationToken);

    private AtlasMetrics Of(TypeRegistry types, IReadOnlyList<EntityCount> entities, IReadOnlyDictionary<string, long> uses, bool withSubTypes)
    {
        var entity = new Dictionary<string, object?>();
        AddCounts(entity, "entityActive", types, Of(entities, EntityRowStatus.Active), withSubTypes);
        AddCounts(entity, "entityDeleted", types, Of(entities, EntityRowStatus.Deleted), withSubTypes);
        // Entities that are only known by reference are not made here.
        AddCounts(entity, "entityShell", types, [], withSubTypes);
        var used = entities.Select(count => count.TypeName).ToHashSet(StringComparer.Ordinal);
        return new AtlasMetrics
        {
            Data = new Dictionary<string, Dictionary<string, object?>>
            {
                [AtlasMetrics.General] = new()
                {
                    ["collectionTime"] = _access.Now,
                    ["typeCount"] = (long)types.Types.Count(),
                    ["tagCount"] = (long)types.ClassificationTypes.Count,
                    ["typeUnusedCount"] = (long)types.EntityTypes.Count(type => !used.Contains(type.Name)),
                    ["entityCount"] = entities.Sum(count => count.Count),
                },
                [AtlasMetrics.Entity] = entity,
                [AtlasMetrics.Tag] = new() { ["tagEntities"] = ByName(types.ClassificationTypes.Select(tag => (tag.Name, uses.GetValueOrDefault(tag.Name)))) },
            },
        };
    }

    private static Dictionary<string, long> Of(IReadOnlyList<EntityCount> entities, EntityRowStatus status) =>
        entities.Where(count => count.Status == status).ToDictionary(count => count.TypeName, count => count.Count, StringComparer.Ordinal);

    private static void AddCounts(Dictionary<string, object?> section, string name, TypeRegistry types, Dictionary<string, long> counts, bool withSubTypes)
    {
        section[name] = ByName(counts.Select(pair => (pair.Key, pair.Value)));
        if (withSubTypes)
            section[$"{name}-typeAndSubTypes"] = ByName(types.EntityTypes.Select(type => (type.Name, type.SelfAndSubTypes.Sum(sub => counts.GetValueOrDefault(sub)))));
    }

    /// <summary>Only what there is.</summary>
    private static Dictionary<string, object?> ByName(IEnumerable<(string Name, long Count)> counts) =>
        counts.Where(count => count.Count > 0).OrderBy(count => count.Name, StringComparer.Ordinal).ToDictionary(count => count.Name, count => (object?)count.Count);
}
