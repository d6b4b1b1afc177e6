using System.Net;
using AtlasHa.Catalog.Storage;
using AtlasHa.Gateway.Hosting;
using AtlasHa.LeaderElection;
using AtlasHa.LeaderElection.Hosting;
using AtlasHa.Silo.Hosting;
using AtlasHa.Storage.Sqlite;
using AtlasHa.ZooKeeper;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AtlasHa.Server.Rehearsal;

/// <summary>An instance in the small beside the live one: election, store and gateway of its own, and a grain of the live silo.</summary>
internal static class RehearsalHost
{
    /// <summary>Wins its election, answers requests, leaves office and removes everything that it made.</summary>
    public static async Task RunAsync(IServiceProvider live, ServerOptions options, CancellationToken cancellationToken)
    {
        var zooKeeper = live.GetRequiredService<IZooKeeperClientFactory>();
        var root = $"{options.ZooKeeper.ZkRoot.TrimEnd('/')}/rehearsals/{options.InstanceId}";
        var folder = Directory.CreateTempSubdirectory("atlas-ha-rehearsal-");
        try
        {
            await using var app = Build(live, zooKeeper, options.InstanceId, root, folder.FullName);
            await app.StartAsync(cancellationToken);
            try
            {
                var election = app.Services.GetRequiredService<IElectionObserver>();
                await election.WaitForAsync(view => view.IsActiveHere, Timeout.InfiniteTimeSpan, cancellationToken);
                var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
                await RehearsalScript.RunAsync(new Uri(address), cancellationToken);
            }
            finally
            {
                await app.StopAsync(CancellationToken.None);
            }
        }
        finally
        {
            await ScratchNodes.DeleteAsync(zooKeeper, root);
            folder.Delete(recursive: true);
        }
    }

    private static WebApplication Build(IServiceProvider live, IZooKeeperClientFactory zooKeeper, string instanceId, string root, string folder)
    {
        // Without settings, log and signals of its own: the live host has them.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var services = builder.Services;
        services.AddSingleton<IHostLifetime, SilentLifetime>();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(zooKeeper);
        services.AddLeaderElection(election =>
        {
            election.InstanceId = instanceId;
            // Nobody is redirected to it.
            election.Url = new Uri("http://rehearsal");
            election.ZkRoot = root;
            election.PeerAddress = null;
        });
        services.AddSingleton<ICatalogStore>(provider => new SqliteCatalogStore(
            new SqliteStoreOptions { Path = Path.Combine(folder, "rehearsal.db") }, TimeProvider.System, provider.GetRequiredService<ILogger<SqliteCatalogStore>>()));
        services.AddAtlasGateway(new ConfigurationBuilder().Build());
        services.AddRehearsedActiveInstance(live, instanceId);
        var app = builder.Build();
        app.UseAtlasGateway();
        return app;
    }

    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
