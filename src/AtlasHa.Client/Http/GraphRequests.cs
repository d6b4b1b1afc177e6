using System.Globalization;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Lineage;

namespace AtlasHa.Client.Http;

/// <summary>Lineage and relationships.</summary>
public static class GraphRequests
{
    private const string Lineage = "v2/lineage";
    private const string Relationships = "v2/relationship";

    /// <param name="client">The client.</param>
    /// <param name="guid">A data set or process, deleted or not.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="depth">Hops from data set to data set; zero or less: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<AtlasLineageInfo> GetLineageAsync(
        this IAtlasHttpClient client, string guid, LineageDirection direction = LineageDirection.Both, int depth = 3, CancellationToken cancellationToken = default) =>
        (await client.SendAsync<AtlasLineageInfo>(
            new(HttpMethod.Get, $"{Lineage}/{AtlasRequest.Escape(guid)}") { Query = Query(direction, depth) }, cancellationToken).ConfigureAwait(false))!;

    /// <summary>The same for the active entity with these unique attributes.</summary>
    public static async Task<AtlasLineageInfo> GetLineageByUniqueAttributesAsync(
        this IAtlasHttpClient client,
        string typeName,
        IReadOnlyDictionary<string, string> unique,
        LineageDirection direction = LineageDirection.Both,
        int depth = 3,
        CancellationToken cancellationToken = default) =>
        (await client.SendAsync<AtlasLineageInfo>(
            new(HttpMethod.Get, $"{Lineage}/uniqueAttribute/type/{AtlasRequest.Escape(typeName)}")
            {
                Query = [.. unique.Select(pair => ($"attr:{pair.Key}", (string?)pair.Value)), .. Query(direction, depth)],
            },
            cancellationToken).ConfigureAwait(false))!;

    /// <summary>Connects two entities, named by guid or by unique attributes.</summary>
    public static async Task<AtlasRelationship> CreateRelationshipAsync(
        this IAtlasHttpClient client, AtlasRelationship relationship, string? requestId = null, CancellationToken cancellationToken = default) =>
        (await client.SendAsync<AtlasRelationship>(
            new(HttpMethod.Post, Relationships) { Body = relationship, RequestId = requestId }, cancellationToken).ConfigureAwait(false))!;

    /// <summary>Changes attributes, propagation or blocked classifications of the relationship with the given guid.</summary>
    public static async Task<AtlasRelationship> UpdateRelationshipAsync(
        this IAtlasHttpClient client, AtlasRelationship relationship, string? requestId = null, CancellationToken cancellationToken = default) =>
        (await client.SendAsync<AtlasRelationship>(
            new(HttpMethod.Put, Relationships) { Body = relationship, RequestId = requestId }, cancellationToken).ConfigureAwait(false))!;

    public static async Task<AtlasRelationshipWithExtInfo> GetRelationshipAsync(
        this IAtlasHttpClient client, string guid, bool extendedInfo = false, CancellationToken cancellationToken = default) =>
        (await client.SendAsync<AtlasRelationshipWithExtInfo>(
            new(HttpMethod.Get, OfGuid(guid)) { Query = [("extendedInfo", extendedInfo ? "true" : null)] }, cancellationToken).ConfigureAwait(false))!;

    /// <summary>Deletes the relationship; both entities stay.</summary>
    public static Task DeleteRelationshipAsync(
        this IAtlasHttpClient client, string guid, string? requestId = null, CancellationToken cancellationToken = default) =>
        client.SendAsync<object>(new(HttpMethod.Delete, OfGuid(guid)) { RequestId = requestId }, cancellationToken);

    private static string OfGuid(string guid) => $"{Relationships}/guid/{AtlasRequest.Escape(guid)}";

    private static IReadOnlyList<(string, string?)> Query(LineageDirection direction, int depth) =>
        [("direction", direction.ToString().ToUpperInvariant()), ("depth", depth.ToString(CultureInfo.InvariantCulture))];
}
