using System.Collections.Concurrent;

namespace AtlasHa.Gateway.Searches;

/// <summary>The searches that this instance is answering at this moment, so that an operator can end one.</summary>
internal sealed class ActiveSearches
{
    private readonly ConcurrentDictionary<string, ActiveSearch> _running = new(StringComparer.Ordinal);

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<string> Ids => [.. _running.Values.OrderBy(search => search.Started).Select(search => search.Id)];

    /// <summary>Puts a search on the list until it is disposed of.</summary>
    /// <param name="requestId">Becomes the search's id, unless a running one has it: clients may use one twice.</param>
    /// <param name="client">Cancelled when the client goes.</param>
    public ActiveSearch Begin(string requestId, CancellationToken client)
    {
        var search = new ActiveSearch(requestId, Forget, client);
        while (!_running.TryAdd(search.Id, search))
            search = search.Renamed($"{requestId}-{Guid.NewGuid():N}");
        return search;
    }

    /// <summary>Ends a search. False: it is not running here.</summary>
    public bool TryEnd(string id) => _running.TryGetValue(id, out var search) && search.TryEnd();

    private void Forget(ActiveSearch search) => _running.TryRemove(KeyValuePair.Create(search.Id, search));
}
