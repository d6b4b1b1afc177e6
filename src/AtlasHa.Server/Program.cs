using AtlasHa.Gateway.Hosting;
using AtlasHa.Notifications.Hosting;
using AtlasHa.Server;
using AtlasHa.Server.Hosting;
using AtlasHa.Server.Rehearsal;
using AtlasHa.Silo.Hosting;

return await Running.RunAsync(Build);

WebApplication Build()
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    var options = builder.AddServerOptions();

    builder.AddPlainConsole();
    builder.AddHttp(options);
    builder.AddCoordination(options);
    builder.AddStore(options);
    builder.AddSilo(options);
    builder.Services.AddActiveInstance(builder.Configuration.GetSection(ServerOptions.Section));
    builder.Services.AddNotifications(builder.Configuration.GetSection($"{ServerOptions.Section}:Notifications"));
    builder.Services.AddAtlasGateway(
        builder.Configuration.GetSection($"{ServerOptions.Section}:Gateway"), builder.Configuration.GetSection($"{ServerOptions.Section}:Security"));
    builder.Services.AddAtlasMetrics();
    builder.Services.AddHostedService<TakeoverRehearsal>();
    builder.Services.AddHostedService<StopDeadline>();

    var app = builder.Build();
    app.UseAtlasGateway();
    app.AnnounceAddresses(options);
    return app;
}
