using System.Collections.Concurrent;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Server.Tests;

/// <summary>A user per instance named, who keeps connections alive, follows redirects, asks nobody else, repeats nothing, and writes down every failure: each of them creates an entity, reads it and reads its type.</summary>
internal sealed class StrictUsers : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _users;
    private readonly int[] _rounds;

    private StrictUsers(ServerProcess[] servers)
    {
        _rounds = new int[servers.Length];
        _users = [.. servers.Select((server, index) => Task.Run(() => RunAsync(server, index)))];
    }

    public IReadOnlyCollection<string> Failures => _failures;

    public static StrictUsers Start(params ServerProcess[] servers) => new(servers);

    /// <summary>Returns when every user has done so many rounds more.</summary>
    public Task MoreAsync(int rounds)
    {
        var goals = _rounds.Select(done => done + rounds).ToArray();
        return Eventually.TrueAsync(
            $"{rounds} rounds more of every user; failures: {string.Join(", ", _failures)}", () => _rounds.Zip(goals).All(user => user.First >= user.Second), TestTimeouts.Long);
    }

    /// <summary>Lets every user finish the round under way.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_users);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task RunAsync(ServerProcess server, int index)
    {
        using var client = new ClusterClient([server.Settings.Url]);
        while (!_stop.IsCancellationRequested)
        {
            var name = $"strict-{index}-{_rounds[index]}@test";
            var created = await AskAsync(HttpMethod.Post, "/api/atlas/v2/entity", EntityLoad.EntityJson(name, 1));
            if ((string?)created?.Json["guidAssignments"]!["-1"] is { } guid)
                await AskAsync(HttpMethod.Get, $"/api/atlas/v2/entity/guid/{guid}", null);
            await AskAsync(HttpMethod.Get, $"/api/atlas/v2/types/entitydef/name/{EntityLoad.TypeName}", null);
            Interlocked.Increment(ref _rounds[index]);
        }

        async Task<ClusterClient.Answer?> AskAsync(HttpMethod method, string path, string? json)
        {
            try
            {
                var answer = await client.FollowAsync(method, new Uri(server.Settings.Url, path), json);
                if ((int)answer.Status == 200) return answer;
                _failures.Enqueue($"{method} {path} through {server.Settings.InstanceId}: {answer}");
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                _failures.Enqueue($"{method} {path} through {server.Settings.InstanceId}: {e.Message}");
            }

            return null;
        }
    }
}
