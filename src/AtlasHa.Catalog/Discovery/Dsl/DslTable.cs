using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Dsl;

/// <summary>What a query shows of the entities found: themselves, entities that they refer to, or rows of columns, one for each or for each group.</summary>
internal sealed class DslTable
{
    /// <summary>So many entities at once get what they refer to.</summary>
    private const int BatchSize = 1000;

    private readonly ICatalogReader _reader;
    private readonly TypeRegistry _types;
    private readonly DslPath?[] _columns;
    private readonly DslQuery _query;
    private readonly DslPath[] _groups;
    private readonly int _orderColumn = -1;

    /// <exception cref="DslException">Columns that do not go together, or names that mean nothing.</exception>
    public DslTable(ICatalogReader reader, TypeRegistry types, DslQuery query, DslScope names)
    {
        (_reader, _types, _query) = (reader, types, query);
        _columns = [.. query.Select.Select(column => column.Attribute is { } attribute ? names.Resolve(attribute) : null)];
        _groups = [.. query.GroupBy.Select(name => DslCompiler.Primitive(names.Resolve(name), name))];
        CheckColumns(query);
        if (query.OrderBy is not { } orderBy)
            return;
        _orderColumn = IsAggregated ? query.Select.ToList().FindIndex(column => Label(column) == orderBy.Text) : -1;
        if (_orderColumn >= 0)
            return;
        var path = DslCompiler.Primitive(names.Resolve(orderBy), orderBy);
        if (path.References.Count > 0)
            throw new DslException(orderBy.Position, $"'{orderBy.Text}' is an attribute of another entity: only own ones can be ordered by");
        EntityOrder = new SortKey(path.Attribute!, query.Descending);
    }

    /// <summary>In what order entities are read.</summary>
    public SortKey? EntityOrder { get; }

    /// <summary>The one column is a reference: what it leads to is shown.</summary>
    public bool IsOfEntities => _columns is [{ Attribute: null }];

    private bool IsAggregated => _query.Select.Any(column => column.Aggregate != DslAggregate.None) || _groups.Length > 0;

    public async ValueTask<IReadOnlyList<StoredEntity>> EntitiesAsync(IReadOnlyList<StoredEntity> found, CancellationToken cancellationToken)
    {
        var surroundings = new Surroundings(_reader, _types);
        if (IsOfEntities)
        {
            foreach (var reference in _columns[0]!.References)
                found = await surroundings.LoadRelatedAsync(found, reference, cancellationToken).ConfigureAwait(false);
            return found;
        }
        if (_groups.Length == 0)
            return found;
        await LoadAsync(_groups, found, surroundings, cancellationToken).ConfigureAwait(false);
        return [.. found.GroupBy(entity => GroupOf(surroundings.CandidateOf(entity))).SelectMany(group => group)];
    }

    public async ValueTask<AttributeSearchResult> RowsAsync(EntityQuery query, CancellationToken cancellationToken)
    {
        var rows = IsAggregated
            ? await GroupsAsync(query, cancellationToken).ConfigureAwait(false)
            : await EachAsync(query, cancellationToken).ConfigureAwait(false);
        return new AttributeSearchResult { Name = [.. _query.Select.Select(Label)], Values = rows };
    }

    private static string Label(DslColumn column) => column.Label?.Text ?? (column.Aggregate == DslAggregate.None
        ? column.Attribute!.Text
        : column.Aggregate == DslAggregate.Count ? "count" : $"{column.Aggregate.ToString().ToLowerInvariant()}({column.Attribute!.Text})");

    private async ValueTask<List<List<object?>>> EachAsync(EntityQuery query, CancellationToken cancellationToken)
    {
        var page = await new EntitySearch(_reader, _types).FindAsync(query, cancellationToken).ConfigureAwait(false);
        var surroundings = new Surroundings(_reader, _types);
        await LoadAsync(_columns.OfType<DslPath>(), page.Entities, surroundings, cancellationToken).ConfigureAwait(false);
        var rows = page.Entities.Select(surroundings.CandidateOf).SelectMany(candidate => _columns
            .Select(column => ValuesAt(column!, candidate))
            .Aggregate<List<object?>, IEnumerable<List<object?>>>([[]], (begun, values) => begun.SelectMany(row => values, (row, value) => new List<object?>([.. row, value ?? ""]))));
        return [.. rows.DistinctBy(row => (object?)row, AttributeValue.Comparer)];
    }

    private async ValueTask<List<List<object?>>> GroupsAsync(EntityQuery query, CancellationToken cancellationToken)
    {
        Dictionary<string, DslGroup> groups = [];
        if (_groups.Length == 0)
            groups[""] = new DslGroup(_query.Select);
        var needed = _columns.Concat(_groups).OfType<DslPath>().ToArray();
        if (needed.Length == 0 && query.Where.IsTrue)
        {
            var names = query.Scope.Types.Select(type => type.Name).ToHashSet();
            groups[""].Count = (await _reader.CountEntitiesAsync(cancellationToken).ConfigureAwait(false)).Where(count => names.Contains(count.TypeName)).Sum(count => count.Count);
            return [groups[""].Row()];
        }
        var search = new EntitySearch(_reader, _types);
        var (best, _) = await search.ChooseAsync(query, cancellationToken).ConfigureAwait(false);
        await foreach (var batch in search.AllAsync(query, best, cancellationToken).Chunk(BatchSize).ConfigureAwait(false))
        {
            var surroundings = new Surroundings(_reader, _types);
            StoredEntity[] entities = [.. batch.Select(candidate => candidate.Entity)];
            await LoadAsync(needed, entities, surroundings, cancellationToken).ConfigureAwait(false);
            foreach (var candidate in entities.Select(surroundings.CandidateOf))
            {
                var key = GroupOf(candidate);
                if (!groups.TryGetValue(key, out var group))
                    groups[key] = group = new DslGroup(_query.Select);
                group.Add([.. _columns.Select(column => column is null ? null : ValuesAt(column, candidate).FirstOrDefault())]);
            }
        }
        IEnumerable<List<object?>> rows = groups.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value.Row());
        if (_orderColumn >= 0)
        {
            var byColumn = Comparer<object?>.Create((left, right) => left is not null && right is not null ? Values.Compare(left, right) ?? 0 : 0);
            rows = _query.Descending ? rows.OrderByDescending(row => row[_orderColumn], byColumn) : rows.OrderBy(row => row[_orderColumn], byColumn);
        }
        return [.. _groups.Length == 0 ? rows : rows.Skip(query.Offset).Take(query.Limit)];
    }

    // No value is another group than any text.
    private string GroupOf(Candidate candidate) => string.Join('\0', _groups.Select(path => ValuesAt(path, candidate)[0])
        .Select(value => value is null ? "" : $"={AttributeValue.ToText(value)}"));

    private static List<object?> ValuesAt(DslPath path, Candidate candidate)
    {
        IEnumerable<Candidate> at = [candidate];
        foreach (var reference in path.References)
            at = at.SelectMany(one => one.Related(reference));
        List<object?> values = [.. at.Select(one => path.Attribute!.Read(one))];
        return values.Count == 0 ? [null] : values;
    }

    private static async ValueTask LoadAsync(
        IEnumerable<DslPath> paths, IReadOnlyList<StoredEntity> entities, Surroundings surroundings, CancellationToken cancellationToken)
    {
        foreach (var path in paths)
        {
            var at = entities;
            foreach (var reference in path.References)
                at = await surroundings.LoadRelatedAsync(at, reference, cancellationToken).ConfigureAwait(false);
            if (path.Attribute is { NeedsClassifications: true })
                await surroundings.LoadClassificationsAsync(at, withSources: false, cancellationToken).ConfigureAwait(false);
        }
    }

    private void CheckColumns(DslQuery query)
    {
        DslName[] referred = [.. query.Select.Zip(_columns).Where(item => item.Second is { Attribute: null }).Select(item => item.First.Attribute!)];
        if (referred.Length > 0 && query.Select.Count > 1)
            throw new DslException(
                referred[0].Position, referred.Length > 1 ? "select can have one reference to other entities only" : "select cannot mix references and other attributes");
        foreach (var (column, path) in query.Select.Zip(_columns))
        {
            if (column.Aggregate != DslAggregate.None && path is not null)
                DslCompiler.Primitive(path, column.Attribute!);
        }
        if (query.Select.Where(column => column.Label is not null).GroupBy(column => column.Label!.Text).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new DslException(twice.Last().Label!.Position, $"label '{twice.Key}' is there twice");
    }
}
