using System.Reflection;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Notifications.Tests.Consuming;

/// <summary>Puts itself before a store and makes commits of its writers fail, before or after they were made.</summary>
public class BrokenCommits : DispatchProxy
{
    private ICatalogStore _store = null!;
    private BrokenCommits _fault = null!;
    private bool _committed;
    private int _commits;

    public BrokenCommits()
    {
    }

    public BrokenCommits(bool committed) => _committed = committed;

    /// <summary>How many commits succeed first.</summary>
    public int After { get; set; }

    /// <summary>How many fail then.</summary>
    public int Times { get; set; } = 1;

    /// <summary>The failure says for sure that nothing was changed.</summary>
    public bool Known { get; set; }

    /// <summary>Waited for before each commit.</summary>
    public Func<Task> Gate { get; set; } = () => Task.CompletedTask;

    public ICatalogStore Before(ICatalogStore store)
    {
        var proxy = Create<ICatalogStore, BrokenCommits>();
        var inner = (BrokenCommits)(object)proxy;
        (inner._store, inner._fault) = (store, this);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        nameof(ICatalogStore.BeginWriteAsync) => BeginAsync((long)args![0]!, (CancellationToken)args[1]!),
        // The terms before and after use the same store.
        nameof(IAsyncDisposable.DisposeAsync) => default(ValueTask),
        _ => targetMethod.Invoke(_store, args),
    };

    private async Task<ICatalogWriter> BeginAsync(long epoch, CancellationToken cancellationToken)
    {
        var writer = Create<ICatalogWriter, Writer>();
        ((Writer)(object)writer).Setup(await _store.BeginWriteAsync(epoch, cancellationToken), _fault);
        return writer;
    }

    private async Task CommitAsync(ICatalogWriter writer, CancellationToken cancellationToken)
    {
        await Gate();
        var fails = ++_commits > After && Times > 0;
        if (!fails || _committed)
            await writer.CommitAsync(cancellationToken);
        if (!fails) return;
        Times--;
        throw new StoreUnavailableException("the test breaks this commit", outcomeUnknown: !Known);
    }

    public class Writer : DispatchProxy
    {
        private ICatalogWriter _writer = null!;
        private BrokenCommits _fault = null!;

        public void Setup(ICatalogWriter writer, BrokenCommits fault) => (_writer, _fault) = (writer, fault);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == nameof(ICatalogWriter.CommitAsync)
                ? _fault.CommitAsync(_writer, (CancellationToken)args![0]!)
                : targetMethod.Invoke(_writer, args);
    }
}
