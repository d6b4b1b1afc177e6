using AtlasHa.Catalog.Storage.Notifications;

namespace AtlasHa.Catalog.Storage.Groups;

/// <summary>
/// What the store holds, asked once: within a write transaction nobody else changes it. Must be emptied when the transaction itself has.
/// </summary>
internal sealed class StoredRows(ICatalogWriter store)
{
    private readonly Dictionary<string, EntityRow?> _entities = [];
    private readonly Dictionary<UniqueValue, List<UniqueRow>> _unique = [];
    private readonly Dictionary<RequestName, RememberedRequest?> _requests = [];
    private readonly Dictionary<MessageSource, MessagePosition?> _positions = [];

    /// <summary>The entities that exist, in no particular order.</summary>
    public async ValueTask<IReadOnlyList<EntityRow>> EntitiesAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken)
    {
        List<string> unknown = [.. guids.Where(guid => !_entities.ContainsKey(guid))];
        if (unknown.Count > 0)
        {
            var found = await store.ReadEntitiesAsync(unknown, cancellationToken).ConfigureAwait(false);
            foreach (var guid in unknown)
                _entities[guid] = found.GetValueOrDefault(guid);
        }
        return [.. guids.Select(guid => _entities[guid]).OfType<EntityRow>()];
    }

    public async ValueTask<IReadOnlyList<UniqueRow>> HoldersAsync(IReadOnlyCollection<UniqueValue> values, CancellationToken cancellationToken)
    {
        List<UniqueValue> unknown = [.. values.Where(value => !_unique.ContainsKey(value))];
        if (unknown.Count > 0)
        {
            foreach (var value in unknown)
                _unique[value] = [];
            foreach (var row in await store.FindUniqueAsync(unknown, cancellationToken).ConfigureAwait(false))
                _unique[new(row.Attribute, row.Value)].Add(row);
        }
        return [.. values.SelectMany(value => _unique[value])];
    }

    public async ValueTask<IReadOnlyList<RememberedRequest>> RequestsAsync(IReadOnlyCollection<RequestName> names, CancellationToken cancellationToken)
    {
        List<RequestName> unknown = [.. names.Where(name => !_requests.ContainsKey(name))];
        if (unknown.Count > 0)
        {
            foreach (var name in unknown)
                _requests[name] = null;
            foreach (var request in await store.FindRequestsAsync(unknown, cancellationToken).ConfigureAwait(false))
                _requests[request.Name] = request;
        }
        return [.. names.Select(name => _requests[name]).OfType<RememberedRequest>()];
    }

    public async ValueTask<IReadOnlyList<MessagePosition>> PositionsAsync(IReadOnlyCollection<MessageSource> sources, CancellationToken cancellationToken)
    {
        List<MessageSource> unknown = [.. sources.Where(source => !_positions.ContainsKey(source))];
        if (unknown.Count > 0)
        {
            foreach (var source in unknown)
                _positions[source] = null;
            foreach (var position in await store.Notifications.ReadPositionsAsync(unknown, cancellationToken).ConfigureAwait(false))
                _positions[position.Source] = position;
        }
        return [.. sources.Select(source => _positions[source]).OfType<MessagePosition>()];
    }

    public void Clear()
    {
        _entities.Clear();
        _unique.Clear();
        _requests.Clear();
        _positions.Clear();
    }
}
