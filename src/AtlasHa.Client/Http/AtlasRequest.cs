using AtlasHa.Catalog.Model.Json;

namespace AtlasHa.Client.Http;

/// <summary>One request of Atlas's REST API.</summary>
/// <param name="Method">GET and HEAD change nothing; all else is a write, and gets a request id.</param>
/// <param name="Path">Below <c>/api/atlas/</c>, escaped where it must be (<see cref="Escape"/>), e.g. <c>v2/entity/guid/1234</c>.</param>
public sealed record AtlasRequest(HttpMethod Method, string Path)
{
    /// <summary>Parameters of the query, in order; those whose value is null are left out.</summary>
    public IReadOnlyList<(string Name, string? Value)> Query { get; init; } = [];

    /// <summary>Sent as Atlas's JSON (<see cref="AtlasJson"/>); null for none.</summary>
    public object? Body { get; init; }

    /// <summary>
    /// The id under which a write may be repeated without being carried out twice, also by another client. Null to have one made for the attempts of this one.
    /// </summary>
    public string? RequestId { get; init; }

    public static string Escape(string segment) => Uri.EscapeDataString(segment);

    internal bool IsWrite => Method != HttpMethod.Get && Method != HttpMethod.Head;

    internal string Target
    {
        get
        {
            var query = string.Join('&', Query.Where(pair => pair.Value is not null).Select(pair => $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(pair.Value!)}"));
            return query.Length == 0 ? $"/api/atlas/{Path}" : $"/api/atlas/{Path}?{query}";
        }
    }
}
