using System.Reflection;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Storage.Tests.Queue;

/// <summary>Puts itself before a real store and makes the commits of its writers fail while <see cref="Failure"/> is set, and writes of entities while <see cref="Refusal"/> is.</summary>
public class FailingCommit : DispatchProxy
{
    private ICatalogStore _store = null!;

    public Exception? Failure { get; set; }

    public Exception? Refusal { get; set; }

    public static (ICatalogStore Store, FailingCommit Fault) Before(ICatalogStore store)
    {
        var proxy = Create<ICatalogStore, FailingCommit>();
        var fault = (FailingCommit)(object)proxy;
        fault._store = store;
        return (proxy, fault);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == nameof(ICatalogStore.BeginWriteAsync)
            ? BeginAsync((long)args![0]!, (CancellationToken)args[1]!)
            : targetMethod.Invoke(_store, args);

    private async Task<ICatalogWriter> BeginAsync(long epoch, CancellationToken cancellationToken)
    {
        var writer = Create<ICatalogWriter, Writer>();
        ((Writer)(object)writer).Setup(await _store.BeginWriteAsync(epoch, cancellationToken), this);
        return writer;
    }

    public class Writer : DispatchProxy
    {
        private ICatalogWriter _writer = null!;
        private FailingCommit _fault = null!;

        public void Setup(ICatalogWriter writer, FailingCommit fault) => (_writer, _fault) = (writer, fault);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            nameof(ICatalogWriter.CommitAsync) when _fault.Failure is { } failure => Task.FromException(failure),
            nameof(ICatalogWriter.PutEntitiesAsync) when _fault.Refusal is { } refusal => new ValueTask(Task.FromException(refusal)),
            _ => targetMethod.Invoke(_writer, args),
        };
    }
}
