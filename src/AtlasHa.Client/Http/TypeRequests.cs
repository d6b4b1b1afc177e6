using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Client.Http;

/// <summary>Type definitions.</summary>
public static class TypeRequests
{
    private const string Types = "v2/types";

    /// <summary>A definition of one kind, by its name.</summary>
    /// <typeparam name="T">One of the sealed kinds of definitions, or <see cref="AtlasStructDef"/>.</typeparam>
    public static async Task<T> GetTypeAsync<T>(this IAtlasHttpClient client, string name, CancellationToken cancellationToken = default)
        where T : AtlasBaseTypeDef => (await client.SendAsync<T>(new(HttpMethod.Get, $"{Types}/{Kind<T>()}/name/{AtlasRequest.Escape(name)}"), cancellationToken).ConfigureAwait(false))!;

    public static async Task<AtlasTypesDef> GetTypesAsync(this IAtlasHttpClient client, TypeSearchFilter filter, CancellationToken cancellationToken = default) =>
        (await client.SendAsync<AtlasTypesDef>(new(HttpMethod.Get, $"{Types}/typedefs") { Query = Query(filter) }, cancellationToken).ConfigureAwait(false))!;

    public static async Task<IReadOnlyList<AtlasTypeDefHeader>> GetTypeHeadersAsync(
        this IAtlasHttpClient client, TypeSearchFilter filter, CancellationToken cancellationToken = default) =>
        (await client.SendAsync<List<AtlasTypeDefHeader>>(new(HttpMethod.Get, $"{Types}/typedefs/headers") { Query = Query(filter) }, cancellationToken).ConfigureAwait(false))!;

    /// <summary>Creates all of the types or none, and returns them as they were stored.</summary>
    public static async Task<AtlasTypesDef> CreateTypesAsync(
        this IAtlasHttpClient client, AtlasTypesDef types, string? requestId = null, CancellationToken cancellationToken = default) =>
        (await client.SendAsync<AtlasTypesDef>(Write(HttpMethod.Post, types, requestId), cancellationToken).ConfigureAwait(false))!;

    /// <summary>Updates all of the types or none, and returns them as they were stored.</summary>
    public static async Task<AtlasTypesDef> UpdateTypesAsync(
        this IAtlasHttpClient client, AtlasTypesDef types, string? requestId = null, CancellationToken cancellationToken = default) =>
        (await client.SendAsync<AtlasTypesDef>(Write(HttpMethod.Put, types, requestId), cancellationToken).ConfigureAwait(false))!;

    /// <summary>Deletes all of the types or none.</summary>
    public static Task DeleteTypesAsync(this IAtlasHttpClient client, AtlasTypesDef types, string? requestId = null, CancellationToken cancellationToken = default) =>
        client.SendAsync<object>(Write(HttpMethod.Delete, types, requestId), cancellationToken);

    private static AtlasRequest Write(HttpMethod method, AtlasTypesDef types, string? requestId) =>
        new(method, $"{Types}/typedefs") { Body = types, RequestId = requestId };

    private static string Kind<T>() => typeof(T).Name switch
    {
        nameof(AtlasEnumDef) => "enumdef",
        nameof(AtlasStructDef) => "structdef",
        nameof(AtlasClassificationDef) => "classificationdef",
        nameof(AtlasEntityDef) => "entitydef",
        nameof(AtlasRelationshipDef) => "relationshipdef",
        nameof(AtlasBusinessMetadataDef) => "businessmetadatadef",
        var other => throw new NotSupportedException($"{other} is no kind of definition that can be asked for by itself"),
    };

    private static (string, string?)[] Query(TypeSearchFilter filter) =>
    [
        ("type", filter.Type),
        ("name", filter.Name),
        ("notname", filter.NotName),
        ("supertype", filter.SuperType),
        ("notsupertype", filter.NotSuperType),
        ("servicetype", filter.ServiceType),
        ("notservicetype", filter.NotServiceType),
        ("excludeInternalTypesAndReferences", filter.ExcludeInternalTypesAndReferences ? "true" : null),
    ];
}
