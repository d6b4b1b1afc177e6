using System.Net;
using AtlasHa.Gateway.Hosting;
using AtlasHa.LeaderElection;
using AtlasHa.LeaderElection.Hosting;
using AtlasHa.LeaderElection.Peers;
using AtlasHa.Silo.Hosting;
using AtlasHa.ZooKeeper;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AtlasHa.Server.Rehearsal;

/// <summary>
/// An instance in the small beside the live one: election, store and gateway of its own, and a grain of the live silo. It takes over from one that crashes.
/// </summary>
internal static class RehearsalHost
{
    /// <summary>A first take-over brings the core types into the store, every later one reads what is there.</summary>
    private const int Rounds = 2;

    /// <summary>Notices crashes, wins its election, answers requests, leaves office, and removes everything that it made.</summary>
    public static async Task RunAsync(IServiceProvider live, ServerOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var zooKeeper = live.GetRequiredService<IZooKeeperClientFactory>();
        var root = $"{options.ZooKeeper.ZkRoot.TrimEnd('/')}/rehearsals/{options.InstanceId}";
        await using var store = await ScratchStores.CreateAsync(options, logger, cancellationToken);
        try
        {
            for (var round = 1; round <= Rounds; round++)
            {
                await using var crash = await RehearsedCrash.StageAsync(zooKeeper, root, TimeProvider.System, cancellationToken);
                await using var app = Build(live, zooKeeper, options.InstanceId, root, store);
                await app.StartAsync(cancellationToken);
                try
                {
                    var guid = await TakeOverAsync(app.Services, crash, $"rehearsal{round}", cancellationToken);
                    await RehearsalCaller.ReadAsync(options, guid, cancellationToken);
                }
                finally
                {
                    await app.StopAsync(CancellationToken.None);
                }
            }
        }
        finally
        {
            await ScratchNodes.DeleteAsync(zooKeeper, root);
        }
    }

    /// <returns>The guid of an entity that is there.</returns>
    private static async Task<string> TakeOverAsync(IServiceProvider services, RehearsedCrash crash, string typeName, CancellationToken cancellationToken)
    {
        var election = services.GetRequiredService<IElectionObserver>();
        var address = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        using var script = new RehearsalScript(new Uri(address), typeName);
        await UntilAsync(view => view.Active is not null);
        await script.BeRedirectedAsync(cancellationToken);
        await crash.HappenAsync(cancellationToken);
        await UntilAsync(view => view.Active is null || view.IsActiveHere);
        return await script.RunAsync(cancellationToken);

        Task UntilAsync(Func<ElectionView, bool> condition) => election.WaitForAsync(condition, Timeout.InfiniteTimeSpan, cancellationToken);
    }

    private static WebApplication Build(IServiceProvider live, IZooKeeperClientFactory zooKeeper, string instanceId, string root, IScratchStore store)
    {
        // Without settings and signals of its own: the live host has them.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var services = builder.Services;
        services.AddSingleton<IHostLifetime, SilentLifetime>();
        services.AddSingleton<ILoggerFactory>(new SilentLoggerFactory(live.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(zooKeeper);
        services.AddGatewayDrain();
        services.AddLeaderElection(election =>
        {
            election.InstanceId = instanceId;
            // Nobody is redirected to it.
            election.Url = new Uri("http://rehearsal");
            election.ZkRoot = root;
            election.PeerAddress = null;
        });
        services.AddSingleton(provider => store.Open(provider.GetRequiredService<ILoggerFactory>()));
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
