using System.Text.Json.Nodes;

namespace AtlasHa.Cli.Loading.Remote;

/// <summary>Gives the source's types to the cluster: all in one step, or, if something is wrong with them, each that it takes.</summary>
internal sealed class SourceTypeImporter(PartSender sender)
{
    /// <summary>How many were created or updated, and which were refused.</summary>
    /// <exception cref="CliException">The cluster cannot take types.</exception>
    public async Task<(long Changed, IReadOnlyList<SkippedEntity> Refused)> RunAsync(byte[] types, CancellationToken cancellationToken)
    {
        var answer = await sender.SendAsync(ImportPart.OfTypes(types), cancellationToken);
        if (answer.Refusal is null) return (answer.TypesChanged, []);
        if (!answer.IsOfContent) throw new CliException($"the cluster refused the types: {answer.Refusal}");

        var waiting = TypeDefinitions.In(JsonNode.Parse(types)!.AsObject()).ToList();
        var changed = 0L;
        while (true)
        {
            List<(string Member, JsonObject Definition)> refused = [];
            List<SkippedEntity> reasons = [];
            foreach (var (member, definition) in waiting)
            {
                var one = new TypeDefinitions();
                one.Add(member, definition);
                answer = await sender.SendAsync(ImportPart.OfTypes(one.ToJson()), cancellationToken);
                changed += answer.TypesChanged;
                if (answer.Refusal is null) continue;
                if (!answer.IsOfContent) throw new CliException($"the cluster refused the type {definition["name"]}: {answer.Refusal}");
                refused.Add((member, definition));
                reasons.Add(new SkippedEntity(null, definition["name"]?.ToString(), answer.Refusal));
            }

            // One may have waited for another that came after it.
            if (refused.Count == 0 || refused.Count == waiting.Count) return (changed, reasons);
            waiting = refused;
        }
    }
}
