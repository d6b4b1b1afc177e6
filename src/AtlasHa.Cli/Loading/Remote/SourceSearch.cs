using System.Text.Json;
using System.Text.Json.Serialization;

namespace AtlasHa.Cli.Loading.Remote;

/// <summary>The parameters of <c>search/basic</c> that lists a type's own entities; deleted ones too, so that a deletion moves none of the others.</summary>
internal sealed record SourceSearch(string TypeName, int Limit)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public int Offset { get; init; }

    /// <summary>Null for the source's own order.</summary>
    public string? SortBy { get; init; }

    public string? SortOrder => SortBy is null ? null : "ASCENDING";

    /// <summary>Null where pages go by the offset; <c>*</c> begins.</summary>
    public string? Marker { get; init; }

    public bool IncludeSubTypes { get; init; }

    public bool ExcludeDeletedEntities { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);
}
