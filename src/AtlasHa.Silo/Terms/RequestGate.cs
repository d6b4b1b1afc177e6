using AtlasHa.Catalog;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.LeaderElection;

namespace AtlasHa.Silo.Terms;

/// <summary>
/// The door to the catalogue: open while this instance is in office, closed before it leaves. Closing waits for the requests that are
/// inside and cuts them off at the deadline.
/// </summary>
internal sealed class RequestGate
{
    private readonly Lock _lock = new();
    private ServingTerm? _serving;

    /// <summary>User requests inside at this moment.</summary>
    public int InFlight
    {
        get { lock (_lock) return _serving?.InFlight ?? 0; }
    }

    public void Open(Term term, MetadataCatalog catalog)
    {
        lock (_lock) _serving = new ServingTerm(term, catalog);
    }

    /// <summary>Lets a request in. The pass must be disposed when the request is done.</summary>
    /// <exception cref="NotActiveException">This instance is not in office.</exception>
    public Pass Enter()
    {
        lock (_lock)
        {
            if (_serving is not { Closing: false } serving) throw new NotActiveException("this instance is not the active one");
            serving.InFlight++;
            return new Pass(this, serving);
        }
    }

    /// <summary>Lets no one in any more and returns when everyone is out, or at the deadline, when whoever is still inside is cut off.</summary>
    public async Task CloseAsync(CancellationToken deadline)
    {
        ServingTerm serving;
        lock (_lock)
        {
            if (_serving is null) return;
            serving = _serving;
            serving.Closing = true;
            if (serving.InFlight == 0) serving.Empty.TrySetResult();
        }

        await serving.Empty.Task.WaitAsync(deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!serving.Empty.Task.IsCompleted) await serving.CutOff.CancelAsync();
        lock (_lock)
        {
            if (_serving == serving) _serving = null;
        }
    }

    private void Leave(ServingTerm serving)
    {
        lock (_lock)
        {
            serving.InFlight--;
            if (serving is { Closing: true, InFlight: 0 }) serving.Empty.TrySetResult();
        }
    }

    /// <summary>One request's stay.</summary>
    internal readonly struct Pass(RequestGate gate, ServingTerm serving) : IDisposable
    {
        public MetadataCatalog Catalog => serving.Catalog;

        public long Epoch => serving.Term.Epoch;

        public Lease Lease => serving.Term.Lease;

        /// <summary>Cancelled when the request is cut off because the term is over.</summary>
        public CancellationToken CutOff => serving.CutOff.Token;

        public void Dispose() => gate.Leave(serving);
    }

    internal sealed class ServingTerm(Term term, MetadataCatalog catalog)
    {
        public Term Term { get; } = term;

        public MetadataCatalog Catalog { get; } = catalog;

        public CancellationTokenSource CutOff { get; } = new();

        public TaskCompletionSource Empty { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Closing { get; set; }

        public int InFlight { get; set; }
    }
}
