using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Lineage;

/// <summary>The relationships between data sets and processes that one walk has met, read in sets of entities.</summary>
internal sealed class LineageEdges(ICatalogReader reader)
{
    private static readonly string[] Types = ["dataset_process_inputs", "process_dataset_outputs"];

    private readonly HashSet<string> _read = [];
    private readonly Dictionary<string, RelationshipRow> _rows = [];
    private readonly Dictionary<(string Guid, bool AtProcess, bool Inputs), List<RelationshipRow>> _at = [];

    /// <summary>One round trip for all the entities that were not read before, none when there are none.</summary>
    public async ValueTask ReadAsync(IEnumerable<string> guids, CancellationToken cancellationToken)
    {
        string[] missing = [.. guids.Where(_read.Add)];
        if (missing.Length == 0)
            return;

        foreach (RelationshipRow row in await reader.ReadRelationshipsOfAsync(missing, Types, cancellationToken).ConfigureAwait(false))
        {
            if (!_rows.TryAdd(row.Guid, row))
                continue;

            bool inputs = row.TypeName == Types[0];
            Add((row.End1Guid, true, inputs), row);
            Add((row.End2Guid, false, inputs), row);
        }
    }

    /// <summary>The inputs or outputs of a process, or the places where a data set is one. Both definitions have the process at end 1.</summary>
    public IReadOnlyList<RelationshipRow> At(string guid, bool atProcess, bool inputs) => _at.GetValueOrDefault((guid, atProcess, inputs)) ?? [];

    private void Add((string, bool, bool) place, RelationshipRow row)
    {
        if (!_at.TryGetValue(place, out List<RelationshipRow>? rows))
            _at[place] = rows = [];
        rows.Add(row);
    }
}
