using System.Net;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Silo.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;

namespace AtlasHa.Server.Rehearsal;

/// <summary>Asks the rehearsing silo's grain from outside, through the silo's gateway, as .NET programs do.</summary>
internal static class RehearsalCaller
{
    /// <param name="options">Where the silo takes clients.</param>
    /// <param name="guid">An entity of the rehearsal's catalogue.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task ReadAsync(ServerOptions options, string guid, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.UseOrleansClient(client =>
        {
            client.UseStaticClustering(new IPEndPoint(IPAddress.Parse(options.Silo.Address), options.Silo.GatewayPort));
            client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, options.ClusterId));
        });
        using var host = builder.Build();
        await host.StartAsync(cancellationToken);
        await host.Services.GetRequiredService<IGrainFactory>().GetRehearsedActiveInstance(options.InstanceId)
            .GetByGuidAsync(guid, EntityReadOptions.Default, cancellationToken);
        await host.StopAsync(cancellationToken);
    }
}
