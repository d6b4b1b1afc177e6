namespace AtlasHa.TestKit;

/// <summary>Three real ZooKeeper servers with a quorum between them, on free loopback ports. Servers are numbered 0 to 2. Faults are verbs.</summary>
public sealed class ZooKeeperEnsemble : IAsyncDisposable
{
    private const int Size = 3;
    private const int StartAttempts = 3;

    private readonly ZooKeeperServerProcess[] _servers;

    private ZooKeeperEnsemble(ZooKeeperServerOptions options)
    {
        var ports = Enumerable.Range(0, Size).Select(_ => (Client: FreePort.Next(), Quorum: FreePort.Next(), Election: FreePort.Next())).ToArray();
        var withServers = options with
        {
            ExtraConfiguration =
            [
                .. options.ExtraConfiguration,
                "initLimit=50",
                "syncLimit=25",
                .. ports.Select((port, i) => $"server.{i + 1}=127.0.0.1:{port.Quorum}:{port.Election}"),
            ],
        };
        _servers = [.. ports.Select((port, i) => ZooKeeperServerProcess.NewMember(i + 1, port.Client, withServers))];
    }

    /// <summary>All three servers, without a chroot.</summary>
    public string ConnectString => string.Join(',', _servers.Select(server => server.ConnectString));

    public ZooKeeperServerProcess this[int server] => _servers[server];

    /// <summary>Starts the servers and waits until all three serve.</summary>
    public static async Task<ZooKeeperEnsemble> StartAsync(ZooKeeperServerOptions? options = null)
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        for (var attempt = 1; ; attempt++)
        {
            var ensemble = new ZooKeeperEnsemble(options ?? new());
            try
            {
                await ensemble.RestoreQuorumAsync();
                return ensemble;
            }
            catch (InvalidOperationException) when (attempt < StartAttempts)
            {
                // Another process took one of the ports between the look and the start.
                await ensemble.DisposeAsync();
            }
            catch
            {
                await ensemble.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>The leader's number; waits until there is one.</summary>
    public async Task<int> LeaderAsync()
    {
        int? leader = null;
        await Eventually.TrueAsync(
            "one server leads", async () => (leader = await FindAsync(async server => await server.ModeAsync() == "leader")) is not null, TestTimeouts.Long);
        return leader!.Value;
    }

    /// <summary>The server that a session is connected to; waits until there is one.</summary>
    public async Task<int> ServerOfAsync(long sessionId)
    {
        int? found = null;
        await Eventually.TrueAsync(
            $"a server has a connection of session 0x{sessionId:x}",
            async () => (found = await FindAsync(server => HoldsAsync(server, sessionId))) is not null,
            TestTimeouts.Long);
        return found!.Value;
    }

    /// <summary>SIGKILL.</summary>
    public Task KillServerAsync(int server) => _servers[server].KillAsync();

    /// <summary>SIGKILL; returns the number of the server that led.</summary>
    public async Task<int> KillLeaderAsync()
    {
        var leader = await LeaderAsync();
        await KillServerAsync(leader);
        return leader;
    }

    /// <summary>Starts a killed server again with its data, and waits until it serves. Needs a quorum.</summary>
    public Task RestartServerAsync(int server) => _servers[server].StartAgainAsync();

    /// <summary>Kills all servers but one; returns the number of that one.</summary>
    public async Task<int> LoseQuorumAsync()
    {
        var survivor = await LeaderAsync();
        foreach (var server in _servers.Where((_, i) => i != survivor))
            await server.KillAsync();
        return survivor;
    }

    /// <summary>Starts all servers that are not running, and waits until all serve.</summary>
    public async Task RestoreQuorumAsync()
    {
        foreach (var server in _servers.Where(server => !server.IsRunning))
            await server.LaunchAsync();
        await Eventually.TrueAsync(
            "all servers of the ensemble serve",
            async () => (await Task.WhenAll(_servers.Select(server => server.ModeAsync()))).All(mode => mode is "leader" or "follower"),
            TestTimeouts.Long);
    }

    /// <summary>SIGSTOP: connections stay open, nothing answers.</summary>
    public void Pause(int server) => _servers[server].Pause();

    public void Resume(int server) => _servers[server].Resume();

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
    }

    private static async Task<bool> HoldsAsync(ZooKeeperServerProcess server, long sessionId)
        => await server.ModeAsync() is not null
            && (await server.FourLetterAsync("cons")).Contains($"sid=0x{sessionId:x},", StringComparison.Ordinal);

    private async Task<int?> FindAsync(Func<ZooKeeperServerProcess, Task<bool>> condition)
    {
        for (var i = 0; i < Size; i++)
        {
            if (_servers[i].IsRunning && await condition(_servers[i]))
                return i;
        }
        return null;
    }
}
