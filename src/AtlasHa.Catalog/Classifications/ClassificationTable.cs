using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Classifications;

/// <summary>
/// The classifications of the entities that one request has looked at: loaded in sets from one snapshot and overlaid with the request's own
/// changes.
/// </summary>
internal sealed class ClassificationTable(IClassificationReader reader)
{
    private readonly Dictionary<string, Dictionary<ClassificationTag, ClassificationRow>> _rows = [];
    private readonly Dictionary<Holding, ClassificationRow?> _stored = [];
    private readonly Dictionary<ClassificationTag, AtlasClassification> _parsed = [];

    /// <summary>What the request has changed so far, each row as it was stored and as it is now.</summary>
    public IEnumerable<ClassificationChange> Changes => _stored
        .Select(item => new ClassificationChange(item.Value, Find(item.Key)))
        .Where(change => change.Before != change.After);

    /// <summary>Loads the rows of the entities, and the classifications where they come from.</summary>
    public async ValueTask LoadAsync(IEnumerable<string> guids, CancellationToken cancellationToken)
    {
        string[] wanted = [.. guids];
        await LoadRowsAsync(wanted, cancellationToken).ConfigureAwait(false);
        await LoadRowsAsync(wanted.SelectMany(guid => Of(guid).Select(row => row.SourceGuid)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Loads the rows of the entities; of what has spread to them <see cref="Get"/> may know nothing.</summary>
    public async ValueTask LoadRowsAsync(IEnumerable<string> guids, CancellationToken cancellationToken)
    {
        string[] missing = [.. guids.Where(guid => !_rows.ContainsKey(guid)).Distinct()];
        if (missing.Length == 0)
            return;

        foreach (string guid in missing)
            _rows[guid] = [];
        foreach (ClassificationRow row in await reader.ReadClassificationsAsync(missing, cancellationToken).ConfigureAwait(false))
            _rows[row.EntityGuid][row.Tag] = row;
    }

    /// <summary>Loads the rows of every entity to which one of the tags has spread.</summary>
    public async ValueTask LoadSpreadAsync(IReadOnlyCollection<ClassificationTag> tags, CancellationToken cancellationToken)
    {
        if (tags.Count == 0)
            return;
        IReadOnlyList<ClassificationRow> rows = await reader.ReadSpreadAsync(tags, cancellationToken).ConfigureAwait(false);
        await LoadRowsAsync(rows.Select(row => row.EntityGuid), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A new entity has none, and there is nothing to load.</summary>
    public void AddNew(string guid) => _rows.TryAdd(guid, []);

    /// <summary>The rows of a loaded entity, passages included; none of one that is not loaded.</summary>
    public IReadOnlyCollection<ClassificationRow> Of(string guid) =>
        _rows.TryGetValue(guid, out Dictionary<ClassificationTag, ClassificationRow>? rows) ? rows.Values : [];

    /// <summary>What the entity has, as answers show it: what was put on it first, then what has spread to it.</summary>
    public List<AtlasClassification> Shown(string guid) =>
        [.. Of(guid).Where(row => !row.IsPassage)
            .OrderByDescending(row => row.IsDirect)
            .ThenBy(row => row.TypeName, StringComparer.Ordinal)
            .ThenBy(row => row.SourceGuid, StringComparer.Ordinal)
            .Select(row => Get(row.Tag))];

    public ClassificationRow? Find(Holding holding) => _rows.GetValueOrDefault(holding.Guid)?.GetValueOrDefault(holding.Tag);

    /// <summary>The classification that was put on the entity itself.</summary>
    public ClassificationRow? FindDirect(string guid, string typeName) => Find(new Holding(guid, new ClassificationTag(typeName, guid)));

    /// <summary>True when the tag goes on from here. Its source is loaded.</summary>
    public bool Spreads(ClassificationRow row) => !row.IsDirect || Get(row.Tag).Propagate != false;

    /// <summary>True when the request has added the row.</summary>
    public bool IsNew(ClassificationRow row) => _stored.TryGetValue(new Holding(row.EntityGuid, row.Tag), out ClassificationRow? before) && before is null;

    /// <summary>Every loaded row of the tag but the one where it was put.</summary>
    public List<ClassificationRow> SpreadOf(ClassificationTag tag) =>
        [.. _rows.Values.Select(rows => rows.GetValueOrDefault(tag)).OfType<ClassificationRow>().Where(row => !row.IsDirect)];

    /// <summary>The classification as it is where it was put, which must be loaded.</summary>
    public AtlasClassification Get(ClassificationTag tag)
    {
        if (_parsed.TryGetValue(tag, out AtlasClassification? known))
            return known;

        ClassificationRow row = FindDirect(tag.SourceGuid, tag.TypeName)
            ?? throw new InvalidOperationException($"classification {tag.TypeName} of entity {tag.SourceGuid} is not loaded, or not there");
        return _parsed[tag] = AtlasJson.Parse<AtlasClassification>(row.Document!) with
        {
            TypeName = tag.TypeName,
            EntityGuid = tag.SourceGuid,
            EntityStatus = row.SourceStatus.ToWire(),
        };
    }

    /// <summary>Puts a classification on the entity that it names, in the place of one of the same type.</summary>
    public void Put(AtlasClassification classification, EntityRowStatus status)
    {
        byte[] document = AtlasJson.Write(classification with { TypeName = null, EntityGuid = null, EntityStatus = null });
        ClassificationRow? before = FindDirect(classification.EntityGuid!, classification.TypeName!);
        if (before is null || !before.Document.AsSpan().SequenceEqual(document))
            Put(new ClassificationRow(classification.EntityGuid!, classification.TypeName!, classification.EntityGuid!)
            {
                SourceStatus = status,
                Document = document,
            });
    }

    /// <summary>Adds or replaces a row of a loaded entity.</summary>
    public void Put(ClassificationRow row)
    {
        Keep(row);
        _rows[row.EntityGuid][row.Tag] = row;
    }

    public void Remove(ClassificationRow row)
    {
        Keep(row);
        _rows[row.EntityGuid].Remove(row.Tag);
    }

    public async ValueTask SaveAsync(IClassificationWriter writer, CancellationToken cancellationToken)
    {
        ClassificationChange[] changes = [.. Changes];
        ClassificationRow[] removed = [.. changes.Where(change => change.After is null).Select(change => change.Before!)];
        if (removed.Length > 0)
            await writer.DeleteClassificationsAsync(removed, cancellationToken).ConfigureAwait(false);
        ClassificationRow[] put = [.. changes.Select(change => change.After).OfType<ClassificationRow>()];
        if (put.Length > 0)
            await writer.PutClassificationsAsync(put, cancellationToken).ConfigureAwait(false);
    }

    private void Keep(ClassificationRow row)
    {
        var holding = new Holding(row.EntityGuid, row.Tag);
        _stored.TryAdd(holding, Find(holding));
        if (row.IsDirect)
            _parsed.Remove(row.Tag);
    }
}
