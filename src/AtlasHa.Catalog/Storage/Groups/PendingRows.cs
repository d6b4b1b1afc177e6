using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Catalog.Storage.Groups;

/// <summary>Rows that were written and are not in the store yet. Of a row that was written twice the last counts, in the place of the first.</summary>
internal sealed class PendingRows
{
    private readonly Dictionary<string, EntityRow> _entities = [];
    private readonly Dictionary<string, IReadOnlyCollection<UniqueRow>> _unique = [];
    private readonly Dictionary<UniqueValue, List<UniqueRow>> _holders = [];
    private readonly Dictionary<string, IReadOnlyCollection<string>> _typeUses = [];
    private readonly Dictionary<string, SearchRow> _search = [];
    private readonly Dictionary<string, RelationshipRow> _relationships = [];
    private readonly Dictionary<RequestName, RememberedRequest> _requests = [];
    private readonly List<AuditRow> _audit = [];
    private readonly PendingMessages _messages = new();

    /// <summary>Number of rows and sets of rows.</summary>
    public int Count => _entities.Count + _unique.Count + _typeUses.Count + _search.Count + _relationships.Count + _requests.Count + _audit.Count
        + _messages.Count;

    public IReadOnlyDictionary<string, RelationshipRow> Relationships => _relationships;

    /// <summary>True when an entity has a row here and there.</summary>
    public bool SharesEntitiesWith(PendingRows other) => _entities.Keys.Any(other._entities.ContainsKey);

    public EntityRow? FindEntity(string guid) => _entities.GetValueOrDefault(guid);

    public RememberedRequest? FindRequest(RequestName name) => _requests.GetValueOrDefault(name);

    /// <summary>True when the entity's unique values were set: what was said of them before does not count any more.</summary>
    public bool HasUniqueOf(string guid) => _unique.ContainsKey(guid);

    public IReadOnlyList<UniqueRow> HoldersOf(UniqueValue value) => _holders.TryGetValue(value, out var rows) ? rows : [];

    public MessagePosition? FindPosition(MessageSource source) => _messages.Positions.GetValueOrDefault(source);

    public void Put(EntityRow row) => _entities[row.Guid] = row;

    /// <summary>A row that leaves the words as they are leaves those that are pending.</summary>
    public void Put(SearchRow row) => _search[row.Guid] = _search.TryGetValue(row.Guid, out var earlier)
        ? row with { IsNew = earlier.IsNew, Words = row.Words ?? earlier.Words }
        : row;

    public void Put(RelationshipRow row) => _relationships[row.Guid] = row;

    public void Add(IEnumerable<AuditRow> rows) => _audit.AddRange(rows);

    public void Put(MessagePosition position) => _messages.Positions[position.Source] = position;

    public void Add(IEnumerable<QueuedMessage> messages) => _messages.Queued.AddRange(messages);

    public void Add(IEnumerable<OutboxRow> rows) => _messages.Outbox.AddRange(rows);

    public void Trim(QueueRange range) => _messages.Trim(range);

    /// <summary>False when the request is there already.</summary>
    public bool TryAdd(RememberedRequest request) => _requests.TryAdd(request.Name, request);

    public void SetUnique(string guid, IReadOnlyCollection<UniqueRow> rows)
    {
        foreach (var old in _unique.GetValueOrDefault(guid) ?? [])
            _holders[ValueOf(old)].Remove(old);
        IReadOnlyCollection<UniqueRow> distinct = [.. rows.Distinct()];
        _unique[guid] = distinct;
        foreach (var row in distinct)
        {
            var value = ValueOf(row);
            if (!_holders.TryGetValue(value, out var holders))
                _holders[value] = holders = [];
            holders.Add(row);
        }
    }

    public void SetTypeUses(string guid, IReadOnlyCollection<string> typeNames) => _typeUses[guid] = typeNames;

    /// <summary>Adds all to the end of <paramref name="earlier"/> and is empty then.</summary>
    public void MoveTo(PendingRows earlier)
    {
        foreach (var row in _entities.Values)
            earlier.Put(row);
        foreach (var (guid, rows) in _unique)
            earlier.SetUnique(guid, rows);
        foreach (var (guid, names) in _typeUses)
            earlier.SetTypeUses(guid, names);
        foreach (var row in _search.Values)
            earlier.Put(row);
        foreach (var row in _relationships.Values)
            earlier.Put(row);
        foreach (var request in _requests.Values)
            earlier.TryAdd(request);
        earlier.Add(_audit);
        _messages.MoveTo(earlier._messages);
        Clear();
    }

    /// <summary>Writes all, a call for each kind of row, and is empty then.</summary>
    public async ValueTask FlushAsync(ICatalogWriter store, CancellationToken cancellationToken)
    {
        if (_entities.Count > 0)
            await store.PutEntitiesAsync(_entities.Values, cancellationToken).ConfigureAwait(false);
        if (_typeUses.Count > 0)
            await store.SetTypeUsesAsync(_typeUses, cancellationToken).ConfigureAwait(false);
        if (_search.Count > 0)
            await store.SetSearchAsync(_search.Values, cancellationToken).ConfigureAwait(false);
        if (_relationships.Count > 0)
            await store.PutRelationshipsAsync(_relationships.Values, cancellationToken).ConfigureAwait(false);
        if (_requests.Count > 0)
            await store.RememberRequestsAsync(_requests.Values, cancellationToken).ConfigureAwait(false);
        if (_audit.Count > 0)
            await store.AddAuditAsync(_audit, cancellationToken).ConfigureAwait(false);
        await _messages.FlushAsync(store, cancellationToken).ConfigureAwait(false);
        // Last, because it answers something: a store may send the others along with it.
        if (_unique.Count > 0)
            await store.SetUniqueAsync(_unique, cancellationToken).ConfigureAwait(false);
        Clear();
    }

    public void Clear()
    {
        _entities.Clear();
        _unique.Clear();
        _holders.Clear();
        _typeUses.Clear();
        _search.Clear();
        _relationships.Clear();
        _requests.Clear();
        _audit.Clear();
        _messages.Clear();
    }

    private static UniqueValue ValueOf(UniqueRow row) => new(row.Attribute, row.Value);
}
