using System.Net;
using AtlasHa.Gateway.Hosting;

namespace AtlasHa.Server.Hosting;

internal static partial class HttpHosting
{
    public static void AddHttp(this WebApplicationBuilder builder, ServerOptions options)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.Http.MaxRequestBodyBytes;
            kestrel.Listen(IPAddress.Parse(options.Http.Address), options.Http.Port);
        });
        builder.Services.AddGatewayDrain();
        // The gateway answers status while the silo is still waiting for ZooKeeper.
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
    }

    public static void AnnounceAddresses(this WebApplication app, ServerOptions options)
        => app.Lifetime.ApplicationStarted.Register(() =>
        {
            LogListening(app.Logger, options.InstanceId, options.EffectivePublicUrl.GetLeftPart(UriPartial.Authority));
            if (options.Security.HasUsers) return;
            if (IPAddress.IsLoopback(IPAddress.Parse(options.Http.Address))) LogLoopbackOnly(app.Logger, options.Http.Address);
            else LogOpen(app.Logger, options.Http.Address);
        });

    [LoggerMessage(1, LogLevel.Information, "Instance {InstanceId} serves {Url}")]
    private static partial void LogListening(ILogger logger, string instanceId, string url);

    [LoggerMessage(2, LogLevel.Information, "No users are configured (AtlasHa:Security:UsersFile): listening on {Address} only, and serving nobody but this machine")]
    private static partial void LogLoopbackOnly(ILogger logger, string address);

    [LoggerMessage(3, LogLevel.Warning, "No users are configured and the network is open (AtlasHa:Security:AllowUnauthenticatedNetworkAccess): "
        + "everyone who reaches {Address} may read and change the catalogue")]
    private static partial void LogOpen(ILogger logger, string address);
}
