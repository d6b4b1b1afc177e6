using AtlasHa.Silo.Hosting;
using AtlasHa.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;

namespace AtlasHa.Silo.Tests;

/// <summary>A call that outlasts its time ends for the grain as well as for the caller.</summary>
public sealed class CallTimeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_of_a_call_that_ran_out_of_time_is_cancelled()
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(cancelled);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort.Next(), FreePort.Next());
            silo.Configure<SiloMessagingOptions>(calls => calls.ResponseTimeout = TimeSpan.FromSeconds(1));
            silo.Services.CancelCallsThatOutlastTheirTime();
        });
        using var host = builder.Build();
        await host.StartAsync(Cancel);

        await Should.ThrowAsync<TimeoutException>(host.Services.GetRequiredService<IGrainFactory>().GetGrain<IEndlessGrain>(1).SearchAsync(Cancel));

        await Eventually.DoneAsync("the grain's work is cancelled", cancelled.Task);
        await host.StopAsync(Cancel);
    }
}
