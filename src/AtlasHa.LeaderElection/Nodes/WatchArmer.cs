using AtlasHa.ZooKeeper;

namespace AtlasHa.LeaderElection.Nodes;

/// <summary>
/// One-shot watches of one session, at most one per kind and path at a time: re-reading a node whose watch has not fired yet adds none.
/// </summary>
internal sealed class WatchArmer(Action<string> fired)
{
    private readonly Lock _gate = new();
    private readonly HashSet<(WatchKind Kind, string Path)> _armed = [];

    /// <summary>Runs <paramref name="read"/> with a watch for <paramref name="path"/>, or with null while one is armed.</summary>
    public async Task<T> ReadAsync<T>(WatchKind kind, string path, Func<Action<WatchedEvent>?, Task<T>> read)
    {
        bool arm;
        lock (_gate)
            arm = _armed.Add((kind, path));
        if (!arm)
            return await read(null).ConfigureAwait(false);

        try
        {
            return await read(OnEvent).ConfigureAwait(false);
        }
        catch
        {
            lock (_gate)
                _armed.Remove((kind, path));
            throw;
        }

        void OnEvent(WatchedEvent happened)
        {
            lock (_gate)
                _armed.Remove((kind, path));
            if (happened.Type != WatchEventType.SessionEnded)
                fired(path);
        }
    }
}

/// <summary>ZooKeeper's three kinds of one-shot watch.</summary>
internal enum WatchKind
{
    Data,
    Existence,
    Children,
}
