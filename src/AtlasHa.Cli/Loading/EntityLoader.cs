using System.Text.Json.Nodes;
using AtlasHa.Cli.Http;

namespace AtlasHa.Cli.Loading;

/// <summary>Loads entities: Atlas creates those that it does not know and updates the others, found by guid or unique attributes.</summary>
internal sealed class EntityLoader(AtlasHttp http)
{
    /// <summary>Sends one file's entities as they stand in it and counts them into <paramref name="summary"/>.</summary>
    /// <exception cref="CliException">An instance refused them, with its reason.</exception>
    public async Task LoadAsync(LoadDocument document, LoadSummary summary, CancellationToken cancellationToken)
    {
        var path = document.HasEntities ? "/api/atlas/v2/entity/bulk" : "/api/atlas/v2/entity";
        var response = await http.SendAsync(HttpMethod.Post, path, document.Bytes, cancellationToken);
        if (!response.IsSuccess) throw new CliException(response.DescribeError());
        // Absent when nothing changed.
        var changed = response.Json()?["mutatedEntities"];
        summary.EntitiesCreated += Count(changed, "CREATE");
        summary.EntitiesUpdated += Count(changed, "UPDATE") + Count(changed, "PARTIAL_UPDATE");
    }

    private static int Count(JsonNode? changed, string operation) => (changed?[operation] as JsonArray)?.Count ?? 0;
}
