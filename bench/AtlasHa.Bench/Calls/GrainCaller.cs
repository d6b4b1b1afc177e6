using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Bench.Calls;

/// <summary>A .NET program outside the cluster that makes one grain call.</summary>
internal sealed class GrainCaller : ICaller
{
    private readonly IHost _host;
    private readonly Func<IServiceProvider, Task<string?>> _call;

    private GrainCaller(string name, IHost host, Func<IServiceProvider, Task<string?>> call) => (Name, _host, _call) = (name, host, call);

    public string Name { get; }

    /// <param name="name">The caller's name in the tables.</param>
    /// <param name="addClient">Adds the Orleans client, of whatever make.</param>
    /// <param name="call">The call; returns who answered, or null.</param>
    public static async Task<GrainCaller> ConnectAsync(string name, Action<HostApplicationBuilder> addClient, Func<IServiceProvider, Task<string?>> call)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        addClient(builder);
        var host = builder.Build();
        await host.StartAsync();
        return new GrainCaller(name, host, call);
    }

    public Task<string?> CallAsync(CancellationToken cancellationToken) => _call(_host.Services);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
