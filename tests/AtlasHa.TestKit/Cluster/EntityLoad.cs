using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace AtlasHa.TestKit.Cluster;

/// <summary>Users that create entities without pause, through all instances, and remember each one that was acknowledged.</summary>
public sealed class EntityLoad : IAsyncDisposable
{
    public const string TypeName = "load_table";

    private const string TypeDefs = """
        {"entityDefs":[{"name":"load_table","superTypes":["DataSet"],"attributeDefs":[{"name":"number","typeName":"long","isOptional":true}]}]}
        """;

    private readonly ClusterClient _client;
    private readonly ConcurrentDictionary<string, string> _acknowledged = new();
    private readonly ConcurrentQueue<string> _refused = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _users;
    private long _number;

    private EntityLoad(ClusterClient client, int users)
    {
        _client = client;
        _users = [.. Enumerable.Range(0, users).Select(_ => Task.Run(RunAsync))];
    }

    /// <summary>Guids of the acknowledged entities by their qualified name.</summary>
    public IReadOnlyDictionary<string, string> Acknowledged => _acknowledged;

    /// <summary>Answers other than 200: there should be none.</summary>
    public IReadOnlyCollection<string> Refused => _refused;

    public static async Task DefineTypeAsync(ClusterClient client)
    {
        var answer = await client.SendAsync(HttpMethod.Post, "/api/atlas/v2/types/typedefs", TypeDefs);
        if ((int)answer.Status is not (200 or 409)) throw new InvalidOperationException($"the load's type was refused: {answer}");
    }

    public static EntityLoad Start(ClusterClient client, int users = 4) => new(client, users);

    /// <summary>Returns when so many more entities have been acknowledged since the call.</summary>
    public Task MoreAsync(int count)
    {
        var goal = _acknowledged.Count + count;
        return Eventually.TrueAsync($"{goal} acknowledged entities", () => _acknowledged.Count >= goal, TestTimeouts.Long);
    }

    /// <summary>Lets every user finish the request under way.</summary>
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

    public static string EntityJson(string qualifiedName, long number) => new JsonObject
    {
        ["entity"] = new JsonObject
        {
            ["typeName"] = TypeName,
            ["guid"] = "-1",
            ["attributes"] = new JsonObject { ["qualifiedName"] = qualifiedName, ["name"] = qualifiedName, ["number"] = number },
        },
    }.ToJsonString();

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _number);
            var name = $"load-{number}@test";
            var answer = await _client.SendAsync(HttpMethod.Post, "/api/atlas/v2/entity", EntityJson(name, number));
            if ((int)answer.Status != 200) _refused.Enqueue($"{name}: {answer}");
            else _acknowledged[name] = (string)answer.Json["guidAssignments"]!["-1"]!;
        }
    }
}
