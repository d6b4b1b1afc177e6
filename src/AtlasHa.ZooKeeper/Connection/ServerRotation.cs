namespace AtlasHa.ZooKeeper.Connection;

/// <summary>Servers in a random order, round and round: clients spread out, and the one that just failed comes last.</summary>
internal sealed class ServerRotation
{
    private readonly ServerAddress[] _servers;
    private int _next;

    public ServerRotation(IEnumerable<ServerAddress> servers)
    {
        _servers = [.. servers];
        Random.Shared.Shuffle(_servers);
    }

    public int Count => _servers.Length;

    /// <summary>True when the next server opens a new round.</summary>
    public bool AtStart => _next == 0;

    public ServerAddress Next()
    {
        var server = _servers[_next];
        _next = (_next + 1) % _servers.Length;
        return server;
    }
}
