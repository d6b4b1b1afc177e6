using System.Text.Json;

namespace AtlasHa.Cli.Loading.Remote;

/// <summary>A page of a search.</summary>
internal sealed record SourcePage(IReadOnlyList<string> Guids, string? NextMarker)
{
    public static SourcePage Of(JsonElement answer)
    {
        // Atlas leaves the member out when it has found nothing.
        var entities = answer.TryGetProperty("entities", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;
        return new SourcePage(
            [.. entities.Select(header => header.GetProperty("guid").GetString()!)],
            answer.TryGetProperty("nextMarker", out var marker) ? marker.GetString() : null);
    }
}
