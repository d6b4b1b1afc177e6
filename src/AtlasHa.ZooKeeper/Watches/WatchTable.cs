using AtlasHa.ZooKeeper.Protocol;

namespace AtlasHa.ZooKeeper.Watches;

/// <summary>
/// The session's outstanding watches, by server path. The same delegate set twice on one path fires once.
/// Callbacks are handed to the dispatcher while the lock is held, so their order is that of the server's events.
/// </summary>
internal sealed class WatchTable(string chroot, EventDispatcher dispatcher)
{
    private static readonly WatchKind[] DataAndExists = [WatchKind.Data, WatchKind.Exists];
    private static readonly WatchKind[] ChildrenOnly = [WatchKind.Children];
    private static readonly WatchKind[] AllKinds = [WatchKind.Data, WatchKind.Exists, WatchKind.Children];

    private readonly Lock _gate = new();
    private readonly Dictionary<(WatchKind Kind, string Path), HashSet<Action<WatchedEvent>>> _watches = [];
    private bool _ended;

    public void Register(WatchKind kind, WatchRegistration watch)
    {
        lock (_gate)
        {
            if (_ended)
            {
                Post(watch.Callback, WatchEventType.SessionEnded, watch.Path);
                return;
            }
            if (!_watches.TryGetValue((kind, watch.Path), out var callbacks))
                _watches.Add((kind, watch.Path), callbacks = []);
            callbacks.Add(watch.Callback);
        }
    }

    public void Fire(WatcherEvent change)
    {
        lock (_gate)
        {
            var fired = KindsFiredBy(change.Type)
                .SelectMany(kind => _watches.Remove((kind, change.Path), out var callbacks) ? callbacks : [])
                .Concat(Staying(change))
                .ToHashSet();
            foreach (var callback in fired)
                Post(callback, change.Type, change.Path);
        }
    }

    /// <summary>Tells the watches that stay that the connection is a new one.</summary>
    public void TellMayHaveMissed()
    {
        lock (_gate)
        {
            foreach (var ((kind, path), callbacks) in _watches)
            {
                if (kind is not (WatchKind.Persistent or WatchKind.PersistentRecursive))
                    continue;
                foreach (var callback in callbacks)
                    Post(callback, WatchEventType.MayHaveMissed, path);
            }
        }
    }

    /// <summary>Takes a watch back; true when the session has no other watch on the path, so that the server's can go too.</summary>
    public bool Remove(WatchKind kind, WatchRegistration watch)
    {
        lock (_gate)
        {
            if (!_watches.TryGetValue((kind, watch.Path), out var callbacks) || !callbacks.Remove(watch.Callback))
                return false;
            if (callbacks.Count == 0)
                _watches.Remove((kind, watch.Path));
            return !Enum.GetValues<WatchKind>().Any(other => _watches.ContainsKey((other, watch.Path)));
        }
    }

    /// <summary>The session is over: tells every watch, and every later one at once.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            foreach (var ((_, path), callbacks) in _watches)
            {
                foreach (var callback in callbacks)
                    Post(callback, WatchEventType.SessionEnded, path);
            }
            _watches.Clear();
        }
    }

    /// <summary>What has to be set again on a new connection.</summary>
    public IReadOnlyList<(WatchKind Kind, string Path)> Outstanding()
    {
        lock (_gate)
            return [.. _watches.Keys];
    }

    private static WatchKind[] KindsFiredBy(WatchEventType type) => type switch
    {
        WatchEventType.Created or WatchEventType.DataChanged => DataAndExists,
        WatchEventType.ChildrenChanged => ChildrenOnly,
        WatchEventType.Deleted => AllKinds,
        _ => [],
    };

    private IEnumerable<Action<WatchedEvent>> Staying(WatcherEvent change)
    {
        IEnumerable<Action<WatchedEvent>> own = _watches.GetValueOrDefault((WatchKind.Persistent, change.Path)) ?? [];
        return change.Type == WatchEventType.ChildrenChanged
            ? own
            : own.Concat(SelfAndAncestors(change.Path).SelectMany(path => _watches.GetValueOrDefault((WatchKind.PersistentRecursive, path)) ?? []));
    }

    private static IEnumerable<string> SelfAndAncestors(string path)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOf('/', end - 1))
            yield return path[..end];
        if (path != "/")
            yield return "/";
    }

    private void Post(Action<WatchedEvent> callback, WatchEventType type, string serverPath)
    {
        var change = new WatchedEvent(type, ZPath.ToClient(chroot, serverPath));
        dispatcher.Post(() => callback(change));
    }
}
