namespace AtlasHa.ZooKeeper.Connection;

/// <summary>Requests made while there is no connection, in order. None of them has been sent. Guarded by the session's lock.</summary>
internal sealed class WaitingRequests
{
    private readonly LinkedList<PendingRequest> _requests = new();

    public void Add(PendingRequest request) => _requests.AddLast(request);

    /// <summary>False when the request is not waiting any more: it was sent or has failed.</summary>
    public bool Withdraw(PendingRequest request) => _requests.Remove(request);

    /// <summary>Sends what waits, in order, until the connection takes no more.</summary>
    public void SendTo(ServerConnection connection)
    {
        while (_requests.First is { } first && connection.TrySend(first.Value))
            _requests.RemoveFirst();
    }

    public void FailAll(ErrorCode code, string detail)
    {
        foreach (var request in _requests)
            request.Fail(code, detail);
        _requests.Clear();
    }
}
