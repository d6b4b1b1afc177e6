using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AtlasHa.Client.Hosting;
using AtlasHa.Client.Http;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;
using Microsoft.Extensions.DependencyInjection;

namespace AtlasHa.Server.Tests;

/// <summary>For a program that uses the .NET client for HTTP, in a cluster with users, a failover is latency; and nobody else is let in.</summary>
public sealed class HttpClientFailoverTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atlas-ha-users-").FullName;
    private AtlasCluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        var file = Path.Combine(_folder, "users-credentials.properties");
        await File.WriteAllTextAsync(file, $"ann=ADMIN::{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("s:cret")))}\n");
        _cluster = await AtlasCluster.StartAsync(
            3, new Dictionary<string, string> { ["AtlasHa:Security:UsersFile"] = file }, adjust: settings => settings with { User = "ann:s:cret" });
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Program_sees_no_exception_and_each_creation_once_while_the_active_is_killed_twice()
    {
        await using var provider = Connect("s:cret");
        var client = provider.GetRequiredService<IAtlasHttpClient>();
        await client.CreateTypesAsync(OnceNotes.Types, cancellationToken: TestContext.Current.CancellationToken);
        var created = new ConcurrentDictionary<string, string>();
        using var stop = new CancellationTokenSource();
        var users = Enumerable.Range(0, 3).Select(user => Task.Run(() => CreateAndReadAsync(client, user, created, stop.Token))).ToArray();
        async Task MoreAsync(int count)
        {
            var goal = created.Count + count;
            await Eventually.TrueAsync($"{goal} creations", () => created.Count >= goal || users.Any(user => user.IsCompleted), TestTimeouts.Long);
            await Task.WhenAny(users.Where(user => user.IsCompleted).Append(Task.CompletedTask)).Unwrap();
        }

        for (var kills = 0; kills < 2; kills++)
        {
            await MoreAsync(20);
            var active = await _cluster.ActiveAsync();
            (await client.FindActiveAsync(TestContext.Current.CancellationToken)).ShouldBe(active.Settings.Url);
            await active.KillAsync();
            await _cluster.ActiveAsync(active.Settings.InstanceId);
            await MoreAsync(20);
            await _cluster.RestartAsync(active.Settings.InstanceId);
        }

        await stop.CancelAsync();
        await Task.WhenAll(users);
        OnceNotes.ShouldBeThereOnce(_cluster.StorePath, [.. created.Keys]);
    }

    [Fact]
    public async Task Wrong_password_is_refused_by_passive_and_active_alike()
    {
        await using var provider = Connect("wrong");
        var client = provider.GetRequiredService<IAtlasHttpClient>();
        var refused = await Should.ThrowAsync<AtlasRequestException>(() => client.GetByGuidAsync("g", cancellationToken: TestContext.Current.CancellationToken));
        ((int)refused.Status).ShouldBe(401);
        using var plain = new ClusterClient([.. _cluster.Servers.Select(server => server.Settings.Url)], followsRedirects: false);
        foreach (var server in _cluster.Servers)
        {
            var answer = await plain.SendOnceAsync(HttpMethod.Get, new Uri(server.Settings.Url, "/api/atlas/v2/types/typedefs"), json: null);
            ((int)answer.Status, answer.Location).ShouldBe((401, null), server.Settings.InstanceId);
        }
    }

    private ServiceProvider Connect(string password) => new ServiceCollection()
        .AddAtlasHaHttpClient(client =>
        {
            foreach (var server in _cluster.Servers) client.Instances.Add(server.Settings.Url);
            (client.UserName, client.Password) = ("ann", password);
            client.Retries = client.Retries with { Deadline = TestTimeouts.Short };
        })
        .BuildServiceProvider();

    private static async Task CreateAndReadAsync(IAtlasHttpClient client, int user, ConcurrentDictionary<string, string> created, CancellationToken stop)
    {
        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            var name = $"note-{user}-{n}";
            var answer = await client.CreateOrUpdateAsync(OnceNotes.Entity(name), cancellationToken: CancellationToken.None);
            var guid = answer.GuidAssignments!["-1"];
            var read = (await client.GetByGuidAsync(guid, cancellationToken: CancellationToken.None)).Entity!;
            (read.Attributes!["qualifiedName"], read.CreatedBy).ShouldBe((name, "ann"));
            created[name] = guid;
        }
    }
}
