using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Client.Http;

/// <summary>Entities. Unique attributes are given by name with their value as text.</summary>
public static class EntityRequests
{
    private const string Entities = "v2/entity";

    /// <summary>Creates the entity, or updates the one with the same guid or unique attributes.</summary>
    public static Task<EntityMutationResponse> CreateOrUpdateAsync(
        this IAtlasHttpClient client, AtlasEntityWithExtInfo entity, string? requestId = null, CancellationToken cancellationToken = default) =>
        MutateAsync(client, new(HttpMethod.Post, Entities) { Body = entity, RequestId = requestId }, cancellationToken);

    /// <summary>The same for several, all of them or none.</summary>
    public static Task<EntityMutationResponse> CreateOrUpdateAllAsync(
        this IAtlasHttpClient client, AtlasEntitiesWithExtInfo entities, string? requestId = null, CancellationToken cancellationToken = default) =>
        MutateAsync(client, new(HttpMethod.Post, $"{Entities}/bulk") { Body = entities, RequestId = requestId }, cancellationToken);

    /// <summary>Changes only the attributes that are given.</summary>
    public static Task<EntityMutationResponse> UpdateByUniqueAttributesAsync(
        this IAtlasHttpClient client,
        string typeName,
        IReadOnlyDictionary<string, string> unique,
        AtlasEntityWithExtInfo changes,
        string? requestId = null,
        CancellationToken cancellationToken = default) =>
        MutateAsync(client, new(HttpMethod.Put, OfType(typeName)) { Query = [.. Unique(unique)], Body = changes, RequestId = requestId }, cancellationToken);

    public static async Task<AtlasEntityWithExtInfo> GetByGuidAsync(
        this IAtlasHttpClient client, string guid, EntityReadOptions? options = null, CancellationToken cancellationToken = default) =>
        (await client.SendAsync<AtlasEntityWithExtInfo>(
            new(HttpMethod.Get, $"{Entities}/guid/{AtlasRequest.Escape(guid)}") { Query = Query(options) }, cancellationToken).ConfigureAwait(false))!;

    public static async Task<AtlasEntityWithExtInfo> GetByUniqueAttributesAsync(
        this IAtlasHttpClient client,
        string typeName,
        IReadOnlyDictionary<string, string> unique,
        EntityReadOptions? options = null,
        CancellationToken cancellationToken = default) =>
        (await client.SendAsync<AtlasEntityWithExtInfo>(
            new(HttpMethod.Get, OfType(typeName)) { Query = [.. Unique(unique), .. Query(options)] }, cancellationToken).ConfigureAwait(false))!;

    public static async Task<AtlasEntitiesWithExtInfo> GetByGuidsAsync(
        this IAtlasHttpClient client, IReadOnlyCollection<string> guids, EntityReadOptions? options = null, CancellationToken cancellationToken = default) =>
        (await client.SendAsync<AtlasEntitiesWithExtInfo>(
            new(HttpMethod.Get, $"{Entities}/bulk") { Query = [.. Guids(guids), .. Query(options)] }, cancellationToken).ConfigureAwait(false))!;

    public static async Task<AtlasEntityHeader> GetHeaderByGuidAsync(this IAtlasHttpClient client, string guid, CancellationToken cancellationToken = default) =>
        (await client.SendAsync<AtlasEntityHeader>(new(HttpMethod.Get, $"{Entities}/guid/{AtlasRequest.Escape(guid)}/header"), cancellationToken).ConfigureAwait(false))!;

    /// <summary>Marks the entities, and those that they own, as deleted. Unknown guids are passed over.</summary>
    public static Task<EntityMutationResponse> DeleteByGuidsAsync(
        this IAtlasHttpClient client, IReadOnlyCollection<string> guids, string? requestId = null, CancellationToken cancellationToken = default) =>
        MutateAsync(client, new(HttpMethod.Delete, $"{Entities}/bulk") { Query = [.. Guids(guids)], RequestId = requestId }, cancellationToken);

    public static Task<EntityMutationResponse> DeleteByUniqueAttributesAsync(
        this IAtlasHttpClient client, string typeName, IReadOnlyDictionary<string, string> unique, string? requestId = null, CancellationToken cancellationToken = default) =>
        MutateAsync(client, new(HttpMethod.Delete, OfType(typeName)) { Query = [.. Unique(unique)], RequestId = requestId }, cancellationToken);

    private static async Task<EntityMutationResponse> MutateAsync(IAtlasHttpClient client, AtlasRequest request, CancellationToken cancellationToken) =>
        (await client.SendAsync<EntityMutationResponse>(request, cancellationToken).ConfigureAwait(false))!;

    private static string OfType(string typeName) => $"{Entities}/uniqueAttribute/type/{AtlasRequest.Escape(typeName)}";

    private static IEnumerable<(string, string?)> Unique(IReadOnlyDictionary<string, string> unique) =>
        unique.Select(pair => ($"attr:{pair.Key}", (string?)pair.Value));

    private static IEnumerable<(string, string?)> Guids(IReadOnlyCollection<string> guids) => guids.Select(guid => ("guid", (string?)guid));

    private static (string, string?)[] Query(EntityReadOptions? options) => options is null
        ? []
        : [("minExtInfo", options.MinExtInfo ? "true" : null), ("ignoreRelationships", options.IgnoreRelationships ? "true" : null)];
}
