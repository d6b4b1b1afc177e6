using System.Diagnostics;

namespace AtlasHa.Gateway.Searches;

/// <summary>A search that is being answered.</summary>
internal sealed class ActiveSearch : IDisposable
{
    private readonly CancellationToken _client;
    private readonly Action<ActiveSearch> _forget;
    private readonly CancellationTokenSource _end;
    private readonly Lock _gate = new();
    private bool _isOver;

    public ActiveSearch(string id, Action<ActiveSearch> forget, CancellationToken client)
    {
        Id = id;
        _client = client;
        _forget = forget;
        _end = CancellationTokenSource.CreateLinkedTokenSource(client);
    }

    public string Id { get; }

    /// <summary>When it began, on the monotonic clock.</summary>
    public long Started { get; } = Stopwatch.GetTimestamp();

    /// <summary>Cancelled when the client goes or somebody ends the search.</summary>
    public CancellationToken Token => _end.Token;

    /// <summary>Somebody has ended it.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>The same search under another id; this one is of no use any more.</summary>
    public ActiveSearch Renamed(string id)
    {
        _end.Dispose();
        return new ActiveSearch(id, _forget, _client);
    }

    /// <summary>False: it is over already.</summary>
    public bool TryEnd()
    {
        lock (_gate)
        {
            if (_isOver) return false;
            IsEnded = true;
            _end.Cancel();
            return true;
        }
    }

    public void Dispose()
    {
        lock (_gate) _isOver = true;
        _forget(this);
        _end.Dispose();
    }
}
