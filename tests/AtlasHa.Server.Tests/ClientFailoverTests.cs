using System.Collections.Concurrent;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Client.Hosting;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Server.Tests;

/// <summary>For a program that uses the .NET client a failover is latency.</summary>
public sealed class ClientFailoverTests : ClusterTest
{
    /// <summary>In the end every silo that the client knew at its start has been killed, its gateway among them.</summary>
    [Fact]
    public async Task Program_sees_no_exception_and_each_creation_once_while_every_instance_is_killed_the_active_first()
    {
        await OnceNotes.DefineTypeAsync(Client);
        using var host = await ConnectAsync();
        var active = host.Services.GetRequiredService<IActiveInstance>();
        var created = new ConcurrentDictionary<string, string>();
        using var stop = new CancellationTokenSource();
        var users = Enumerable.Range(0, 3).Select(user => Task.Run(() => CreateAndReadAsync(active, user, created, stop.Token))).ToArray();
        async Task MoreAsync(int count)
        {
            var goal = created.Count + count;
            await Eventually.TrueAsync($"{goal} creations", () => created.Count >= goal || users.Any(user => user.IsCompleted), TestTimeouts.Long);
            await Task.WhenAny(users.Where(user => user.IsCompleted).Append(Task.CompletedTask)).Unwrap();
        }

        HashSet<string> killed = [];
        while (killed.Count < Cluster.Servers.Count)
        {
            await MoreAsync(20);
            var next = await Cluster.ActiveAsync();
            if (killed.Contains(next.Settings.InstanceId)) next = Cluster.Servers.First(server => !killed.Contains(server.Settings.InstanceId));
            killed.Add(next.Settings.InstanceId);
            await next.KillAsync();
            await Cluster.ActiveAsync(next.Settings.InstanceId);
            await MoreAsync(20);
            await Cluster.RestartAsync(next.Settings.InstanceId);
        }

        await stop.CancelAsync();
        await Task.WhenAll(users);
        OnceNotes.ShouldBeThereOnce(Cluster.StorePath, [.. created.Keys]);
    }

    private static async Task CreateAndReadAsync(IActiveInstance active, int user, ConcurrentDictionary<string, string> created, CancellationToken stop)
    {
        var caller = new CallContext($"user-{user}", RequestId: null);
        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            var name = $"note-{user}-{n}";
            var answer = await active.CreateOrUpdateAsync(OnceNotes.Entity(name), caller, CancellationToken.None);
            var guid = answer.GuidAssignments!["-1"];
            var read = await active.GetByGuidAsync(guid, EntityReadOptions.Default, CancellationToken.None);
            read.Entity!.Attributes!["qualifiedName"].ShouldBe(name);
            created[name] = guid;
        }
    }

    private async Task<IHost> ConnectAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddAtlasHaClient(client =>
        {
            client.ConnectString = Cluster.ZooKeeper.ConnectString;
            client.Retries = new() { Deadline = TestTimeouts.Short };
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
