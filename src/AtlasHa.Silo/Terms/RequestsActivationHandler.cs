using AtlasHa.LeaderElection;
using AtlasHa.Silo.Grains;

namespace AtlasHa.Silo.Terms;

/// <summary>Opens the gate for user requests, and on leaving drains it and then removes the grain's activation from this silo.</summary>
internal sealed class RequestsActivationHandler(RequestGate gate, OpenCatalog open, ActiveInstanceActivation activation) : IActivationHandler
{
    public string Name => "requests";

    public int Order => 200;

    public TimeSpan? ActivationDeadline => null;

    public Task ActivateAsync(Term term, CancellationToken cancellationToken)
    {
        gate.Open(term, open.Current ?? throw new InvalidOperationException("the catalogue is not open"));
        return Task.CompletedTask;
    }

    public Task DeactivateAsync(Term term, CancellationToken cancellationToken) => gate.CloseAsync(cancellationToken);

    /// <summary>Behind the closed gate the activation can only refuse.</summary>
    public Task ReleaseAsync(Term term, CancellationToken cancellationToken) => activation.EndAsync(cancellationToken);
}
