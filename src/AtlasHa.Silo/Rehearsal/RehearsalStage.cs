using AtlasHa.Silo.Terms;
using Microsoft.Extensions.Hosting;

namespace AtlasHa.Silo.Rehearsal;

/// <summary>Lends the rehearsal's catalogue to the silo's rehearsal grain for as long as the rehearsal's host runs.</summary>
internal sealed class RehearsalStage(RehearsalRequests silo, TermRequests rehearsed) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        silo.Current = rehearsed;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        silo.Current = null;
        return Task.CompletedTask;
    }
}
