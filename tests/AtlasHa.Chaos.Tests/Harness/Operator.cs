using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AtlasHa.TestKit;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.Chaos.Tests.Harness;

/// <summary>Somebody with access to the admin routes and to ZooKeeper itself, by intent or by mistake.</summary>
internal sealed class Operator(ChaosCluster cluster) : IDisposable
{
    private const string Root = "/apache_atlas";

    private readonly HttpClient _http = new() { Timeout = TestTimeouts.Short };

    /// <summary>Asks for a switchover; the answer is a code of the product, or 200.</summary>
    public Task<(HttpStatusCode Status, string Body)> SwitchOverAsync(ChaosInstance asked, ChaosInstance? candidate)
        => PostAsync(asked, "switchover", candidate is null ? null : $$"""{"candidate":"{{candidate.Id}}"}""");

    /// <summary>Asks until the candidate is ready: one that has just left office, or started, rejoins the queue a moment later.</summary>
    public async Task<(HttpStatusCode Status, string Body)> SwitchOverWhenReadyAsync(ChaosInstance asked, ChaosInstance candidate)
    {
        (HttpStatusCode Status, string Body) answer = default;
        await Eventually.TrueAsync($"{candidate.Id} is ready", async () =>
        {
            answer = await SwitchOverAsync(asked, candidate);
            return !answer.Body.Contains("ATLASHA-409-003", StringComparison.Ordinal);
        }, TestTimeouts.Long);
        return answer;
    }

    public async Task PauseFailoverAsync(ChaosInstance asked) => (await PostAsync(asked, "pause", "{}")).Status.ShouldBe(HttpStatusCode.OK);

    /// <summary>Asks until it is done.</summary>
    public Task ResumeFailoverAsync() => Eventually.TrueAsync(
        "failover is resumed",
        async () =>
        {
            foreach (var instance in cluster.Instances.Where(i => i.IsAwake))
            {
                if ((await PostAsync(instance, "resume", "{}")).Status == HttpStatusCode.OK) return true;
            }

            return false;
        },
        TestTimeouts.Long);

    /// <summary>Epochs and holders of the last terms, as the election wrote them down.</summary>
    public async Task<IReadOnlyList<(long Epoch, string To)>> HistoryAsync()
    {
        var active = await cluster.ActiveAsync();
        var body = JsonNode.Parse(await _http.GetStringAsync(new Uri(active.Url, "/api/atlas/admin/history")))!;
        return [.. body["changes"]!.AsArray().Select(change => ((long)change!["epoch"]!, (string)change["to"]!))];
    }

    /// <summary>Ends an instance's session as if it had expired.</summary>
    public async Task ExpireSessionAsync(ChaosInstance instance)
    {
        await using var client = Connect();
        var registration = await client.ExistsAsync($"{Root}/instances/{instance.Id}");
        await cluster.ZooKeeper[await cluster.ZooKeeper.LeaderAsync()].ExpireAsync(registration.ShouldNotBeNull($"{instance.Id} is registered").EphemeralOwner);
    }

    /// <summary>Deletes an instance's node in the election's queue.</summary>
    public async Task DeleteQueueNodeAsync(ChaosInstance instance)
    {
        await using var client = Connect();
        var registration = await client.ExistsAsync($"{Root}/instances/{instance.Id}");
        foreach (var path in await QueueAsync(client))
        {
            var owner = (await client.ExistsAsync(path))?.EphemeralOwner;
            if (owner == registration?.EphemeralOwner) await client.DeleteAsync(path);
        }
    }

    /// <summary>Deletes every node of the queue, and then the queue itself if it is still empty.</summary>
    public async Task DeleteQueueAsync()
    {
        await using var client = Connect();
        foreach (var path in await QueueAsync(client)) await IgnoringAsync(client.DeleteAsync(path), ErrorCode.NoNode);
        await IgnoringAsync(client.DeleteAsync($"{Root}/leader_elector_path"), ErrorCode.NoNode, ErrorCode.NotEmpty);
    }

    /// <summary>Writes another address over the active's.</summary>
    public async Task ForgeAddressAsync(Uri url)
    {
        await using var client = Connect();
        await client.SetDataAsync($"{Root}/active_server_info", Encoding.UTF8.GetBytes(url.GetLeftPart(UriPartial.Authority)));
    }

    /// <summary>Deletes all nodes but ZooKeeper's own.</summary>
    public async Task WipeZooKeeperAsync()
    {
        await using var client = Connect();
        foreach (var child in (await client.GetChildrenAsync("/")).Children.Where(name => name != "zookeeper")) await DeleteTreeAsync(client, $"/{child}");
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Nodes of sessions below the election's root: what a leak would make grow.</summary>
    public async Task<int> QueueLengthAsync()
    {
        await using var client = Connect();
        return (await QueueAsync(client)).Count;
    }

    private static async Task<IReadOnlyList<string>> QueueAsync(IZooKeeperClient client)
        => [.. (await client.GetChildrenAsync($"{Root}/leader_elector_path")).Children.Select(child => $"{Root}/leader_elector_path/{child}")];

    private static async Task DeleteTreeAsync(IZooKeeperClient client, string path)
    {
        foreach (var child in (await client.GetChildrenAsync(path)).Children) await DeleteTreeAsync(client, $"{path}/{child}");
        // Nodes of sessions go by themselves as well.
        await IgnoringAsync(client.DeleteAsync(path), ErrorCode.NoNode);
    }

    private static async Task IgnoringAsync(Task request, params ErrorCode[] codes)
    {
        try
        {
            await request;
        }
        catch (ZooKeeperException e) when (codes.Contains(e.Code))
        {
            // Somebody else was faster.
        }
    }

    private IZooKeeperClient Connect()
        => new ZooKeeperClientFactory(new() { ConnectString = cluster.ZooKeeper.ConnectString }, NullLoggerFactory.Instance, TimeProvider.System).Create();

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(ChaosInstance asked, string route, string? json)
    {
        using var content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(new Uri(asked.Url, $"/api/atlas/admin/{route}"), content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
