using AtlasHa.Catalog;
using AtlasHa.LeaderElection;
using AtlasHa.Silo.Terms;

namespace AtlasHa.Silo.Tests;

/// <summary>What goes on by itself in a term starts last and stops first.</summary>
public sealed class TermWorkTests
{
    private readonly Term _term = new(1, CancellationToken.None);

    [Fact]
    public void It_comes_after_the_gate_for_requests() =>
        new TermWorkActivationHandler(new OpenCatalog(), []).Order.ShouldBeGreaterThan(new RequestsActivationHandler(new RequestGate(), new OpenCatalog(), null!).Order);

    [Fact]
    public async Task Leaving_office_stops_all_work_and_waits_for_it()
    {
        WorkThatStops[] work = [new(), new()];
        var handler = new TermWorkActivationHandler(new OpenCatalog(), work);

        var leaving = handler.DeactivateAsync(_term, TestContext.Current.CancellationToken);
        work[0].Stopped.SetResult();
        leaving.IsCompleted.ShouldBeFalse();
        work[1].Stopped.SetResult();

        await leaving;
    }

    [Fact]
    public async Task Nothing_starts_without_a_catalogue() => await Should.ThrowAsync<InvalidOperationException>(
        () => new TermWorkActivationHandler(new OpenCatalog(), [new WorkThatStops()]).ActivateAsync(_term, TestContext.Current.CancellationToken));

    private sealed class WorkThatStops : ITermWork
    {
        public TaskCompletionSource Stopped { get; } = new();

        public void Start(MetadataCatalog catalog) => throw new InvalidOperationException("it was started");

        public Task StopAsync(CancellationToken cancellationToken) => Stopped.Task;
    }
}
