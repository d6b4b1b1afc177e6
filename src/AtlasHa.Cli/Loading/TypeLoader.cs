using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AtlasHa.Cli.Http;

namespace AtlasHa.Cli.Loading;

/// <summary>Loads type definitions as Atlas loads its model files: what is new is created, what is newer updated, the rest left alone.</summary>
internal sealed class TypeLoader(AtlasHttp http)
{
    private const string TypeDefs = "/api/atlas/v2/types/typedefs";
    private const string TypeDefByName = "/api/atlas/v2/types/typedef/name/";

    /// <summary>Loads one file's types and counts them into <paramref name="summary"/>.</summary>
    /// <exception cref="CliException">An instance refused the types, with its reason.</exception>
    public async Task LoadAsync(JsonObject file, LoadSummary summary, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(file, cancellationToken);
        if (plan.Create.Count > 0)
        {
            var response = await http.SendAsync(HttpMethod.Post, TypeDefs, plan.Create.ToJson(), cancellationToken);
            if (response is { Status: HttpStatusCode.Conflict, Attempts: > 1 })
            {
                // An attempt whose answer was lost may have created them; then nothing is left to create.
                var again = await PlanAsync(file, cancellationToken);
                if (again.Create.Count > 0) Require(response);
            }
            else
            {
                Require(response);
            }
        }

        // Updates come second: they may refer to the file's new types.
        if (plan.Update.Count > 0) Require(await http.SendAsync(HttpMethod.Put, TypeDefs, plan.Update.ToJson(), cancellationToken));
        summary.TypesCreated += plan.Create.Count;
        summary.TypesUpdated += plan.Update.Count;
        summary.TypesLeftAlone += plan.LeftAlone;
    }

    private async Task<Plan> PlanAsync(JsonObject file, CancellationToken cancellationToken)
    {
        var existing = await ReadNamesAsync(cancellationToken);
        TypeDefinitions create = new(), update = new();
        var leftAlone = 0;
        foreach (var (member, definition) in TypeDefinitions.In(file))
        {
            var name = definition["name"]?.ToString() ?? throw new CliException($"a type in {member} has no name.");
            if (!existing.Contains(name)) create.Add(member, definition);
            else if (TypeVersion.IsNewer(definition["typeVersion"]?.ToString(), await ReadVersionAsync(name, cancellationToken))) update.Add(member, definition);
            else leftAlone++;
        }

        return new Plan(create, update, leftAlone);
    }

    private async Task<HashSet<string>> ReadNamesAsync(CancellationToken cancellationToken)
    {
        var headers = Require(await http.SendAsync(HttpMethod.Get, TypeDefs + "/headers", null, cancellationToken)) as JsonArray
            ?? throw new CliException($"the answer to GET {TypeDefs}/headers is no list of types; is this an Atlas server?");
        return [.. headers.Select(header => header?["name"]?.ToString()).OfType<string>()];
    }

    private async Task<string?> ReadVersionAsync(string name, CancellationToken cancellationToken)
        => Require(await http.SendAsync(HttpMethod.Get, TypeDefByName + Uri.EscapeDataString(name), null, cancellationToken))?["typeVersion"]?.ToString();

    private static JsonNode? Require(AtlasResponse response) => response.IsSuccess ? response.Json() : throw new CliException(response.DescribeError());

    private sealed record Plan(TypeDefinitions Create, TypeDefinitions Update, int LeftAlone);
}
