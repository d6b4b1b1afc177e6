using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Import;

/// <summary>How many there were of what in an import, such as <c>entity:hive_table:created</c>.</summary>
internal sealed class ImportMetrics
{
    public Dictionary<string, long> Counts { get; } = [];

    public static ImportMetrics OfTypes(int changed)
    {
        var metrics = new ImportMetrics();
        metrics.Add("typedef:changed", changed);
        return metrics;
    }

    public static ImportMetrics Of(EntityMutationResponse answer)
    {
        var metrics = new ImportMetrics();
        foreach (var (operation, headers) in answer.MutatedEntities ?? [])
        {
            foreach (var type in headers.GroupBy(header => header.TypeName))
                metrics.Add($"entity:{type.Key}:{(operation == EntityOperation.Create ? "created" : "updated")}", type.Count());
        }

        return metrics;
    }

    public void Add(ImportMetrics more) => Add(more.Counts);

    public void Add(IReadOnlyDictionary<string, long> more)
    {
        foreach (var (name, count) in more)
            Add(name, count);
    }

    private void Add(string name, long count) => Counts[name] = Counts.GetValueOrDefault(name) + count;
}
