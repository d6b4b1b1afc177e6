using AtlasHa.Catalog;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;
using AtlasHa.LeaderElection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AtlasHa.Silo.Terms;

/// <summary>Opens the catalogue for a term (types, core model, models folder) and closes it when the term is over.</summary>
internal sealed class CatalogActivationHandler(
    ICatalogStore store,
    KnownTypes types,
    OpenCatalog open,
    IOptions<CatalogOptions> options,
    IElectionControl election,
    TimeProvider time,
    ILoggerFactory loggers) : IActivationHandler
{
    public string Name => "catalogue";

    public int Order => 100;

    /// <summary>Loading a models folder writes hundreds of types, so the default deadline is too short on a slow disk.</summary>
    public TimeSpan? ActivationDeadline => TimeSpan.FromMinutes(3);

    public async Task ActivateAsync(Term term, CancellationToken cancellationToken)
    {
        var catalog = await MetadataCatalog.OpenAsync(store, term.Epoch, options.Value, time, loggers, types, term.EarlierLeasesOver, cancellationToken);
        open.Current = catalog;
        _ = StepDownWhenTermIsOverAsync(catalog, term);
    }

    public async Task DeactivateAsync(Term term, CancellationToken cancellationToken)
    {
        if (open.Current is not { } catalog) return;
        open.Current = null;
        await catalog.DisposeAsync().AsTask().WaitAsync(cancellationToken);
    }

    /// <summary>A term that the store has refused, or whose memory may no longer match the store, cannot be served from.</summary>
    private async Task StepDownWhenTermIsOverAsync(MetadataCatalog catalog, Term term)
    {
        await ((Task)catalog.TermOver).WaitAsync(term.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (catalog.TermOver.IsCompletedSuccessfully && !term.Ended.IsCancellationRequested)
            election.RequestStepDown(term.Epoch, (await catalog.TermOver).Message);
    }
}
