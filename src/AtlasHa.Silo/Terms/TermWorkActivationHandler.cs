using AtlasHa.Catalog;
using AtlasHa.LeaderElection;

namespace AtlasHa.Silo.Terms;

/// <summary>
/// Starts what goes on by itself in a term, such as the processing of messages, once requests are served, and stops it first of all. Taking office
/// does not wait for it.
/// </summary>
internal sealed class TermWorkActivationHandler(OpenCatalog open, IEnumerable<ITermWork> work) : IActivationHandler
{
    private readonly ITermWork[] _work = [.. work];

    public string Name => "consumers";

    public int Order => 300;

    public TimeSpan? ActivationDeadline => null;

    public Task ActivateAsync(Term term, CancellationToken cancellationToken)
    {
        var catalog = open.Current ?? throw new InvalidOperationException("the catalogue is not open");
        foreach (var item in _work) item.Start(catalog);
        return Task.CompletedTask;
    }

    public Task DeactivateAsync(Term term, CancellationToken cancellationToken) => Task.WhenAll(_work.Select(item => item.StopAsync(cancellationToken)));
}
