using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Lineage;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Lineage;

/// <summary>The lineage operations of one term of office; each sees one snapshot.</summary>
public sealed class LineageCatalog
{
    private readonly CatalogAccess _access;
    private readonly LineageOptions _options;

    internal LineageCatalog(CatalogAccess access, LineageOptions options) => (_access, _options) = (access, options);

    /// <exception cref="AtlasException">404-00-005 no such entity; 404-00-011 neither a data set nor a process.</exception>
    public Task<AtlasLineageInfo> GetAsync(string guid, LineageDirection direction, int depth, CancellationToken cancellationToken) =>
        _access.ReadAsync((reader, types) => GetAsync(reader, types, guid, direction, depth, cancellationToken), cancellationToken);

    /// <exception cref="AtlasException">
    /// 400-00-014 no such type; 400-00-013 an attribute that is not unique; 404-00-009 no such entity; 404-00-011 as above.
    /// </exception>
    public Task<AtlasLineageInfo> GetByUniqueAttributesAsync(
        string typeName, IReadOnlyDictionary<string, string> unique, LineageDirection direction, int depth, CancellationToken cancellationToken) =>
        _access.ReadAsync(
            async (reader, types) =>
            {
                string guid = await UniqueAttributeLookup
                    .GetAsync(reader, types.GetEntityType(typeName), unique, cancellationToken).ConfigureAwait(false);
                return await GetAsync(reader, types, guid, direction, depth, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);

    /// <param name="guid">The entity that it starts from.</param>
    /// <param name="constraints">By guid; entities that are not named, or all when it is null, have the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AtlasException">400-00-100 switched off; 404-00-005, 404-00-011 as above.</exception>
    public Task<AtlasLineageInfo> GetOnDemandAsync(
        string guid, IReadOnlyDictionary<string, LineageConstraints>? constraints, CancellationToken cancellationToken)
    {
        if (!_options.OnDemand)
            throw new AtlasException(AtlasErrorCode.LineageOnDemandNotEnabled, "Catalog:Lineage:OnDemand");

        Dictionary<string, LineageConstraints> complete = (constraints ?? new Dictionary<string, LineageConstraints>())
            .ToDictionary(pair => pair.Key, pair => (pair.Value ?? LineageConstraints.Default).Complete());
        complete.TryAdd(guid, LineageConstraints.Default);
        return _access.ReadAsync(
            async (reader, types) =>
            {
                LineageConstraints start = complete[guid];
                var limits = new OnDemandLimits(complete, _options.MaxRelations);
                AtlasLineageInfo found = await GetAsync(
                    reader, types, guid, start.Direction!.Value, start.Depth!.Value, limits, cancellationToken).ConfigureAwait(false);
                return found with { RelationsOnDemand = limits.LeftOut(), LineageOnDemandPayload = complete };
            },
            cancellationToken);
    }

    internal ValueTask<AtlasLineageInfo> GetAsync(
        ICatalogReader reader, TypeRegistry types, string guid, LineageDirection direction, int depth, CancellationToken cancellationToken) =>
        GetAsync(reader, types, guid, direction, depth, new TotalLimit(_options.MaxRelations), cancellationToken);

    private static async ValueTask<AtlasLineageInfo> GetAsync(
        ICatalogReader reader, TypeRegistry types, string guid, LineageDirection direction, int depth, ILineageLimits limits,
        CancellationToken cancellationToken)
    {
        var graph = new EntityGraph(reader);
        await graph.LoadEntitiesAsync([guid], cancellationToken).ConfigureAwait(false);
        StoredEntity start = graph.Find(guid) ?? throw new AtlasException(AtlasErrorCode.InstanceGuidNotFound, guid);
        EntityType type = types.GetEntityType(start.TypeName);
        bool isDataSet = type.IsSubTypeOf("DataSet");
        if (!isDataSet && !type.IsSubTypeOf("Process"))
            throw new AtlasException(AtlasErrorCode.InvalidLineageEntityType, guid, start.TypeName);

        var walk = new LineageWalk(reader, limits);
        IReadOnlyCollection<LineageRelation> relations =
            await walk.FollowAsync(guid, isDataSet, direction, depth, cancellationToken).ConfigureAwait(false);
        string[] nodes = [.. relations.SelectMany(relation => new[] { relation.FromEntityId, relation.ToEntityId }).Distinct()];
        await graph.LoadEntitiesAsync(nodes, cancellationToken).ConfigureAwait(false);
        await graph.Classifications.LoadAsync(nodes, cancellationToken).ConfigureAwait(false);
        await Meanings.LoadAsync(graph, nodes, cancellationToken).ConfigureAwait(false);
        var headers = new HeaderBuilder(graph, types);
        return new AtlasLineageInfo
        {
            BaseEntityGuid = guid,
            LineageDirection = direction,
            LineageDepth = depth,
            GuidEntityMap = nodes.ToDictionary(node => node, node => headers.Build(graph.Get(node), withClassifications: false)),
            Relations = [.. relations],
        };
    }
}
