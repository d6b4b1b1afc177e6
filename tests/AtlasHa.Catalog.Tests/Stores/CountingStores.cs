using System.Reflection;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Tests.Stores;

/// <summary>Real stores that count the relationships which write transactions are given.</summary>
public sealed class CountingStores(IStores stores) : IStores
{
    private int _relationshipsRead;

    public int RelationshipsRead => _relationshipsRead;

    public async Task<ICatalogStore> CreateAsync()
    {
        var proxy = DispatchProxy.Create<ICatalogStore, CountingStore>();
        ((CountingStore)(object)proxy).Before(await stores.CreateAsync(), this);
        return proxy;
    }

    public class CountingStore : DispatchProxy
    {
        private ICatalogStore _store = null!;
        private CountingStores _owner = null!;

        internal void Before(ICatalogStore store, CountingStores owner) => (_store, _owner) = (store, owner);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var result = targetMethod!.Invoke(_store, BindingFlags.DoNotWrapExceptions, null, args, null);
            return result is Task<ICatalogWriter> writer ? BeginAsync(writer) : result;
        }

        private async Task<ICatalogWriter> BeginAsync(Task<ICatalogWriter> writer)
        {
            var proxy = Create<ICatalogWriter, CountingWriter>();
            ((CountingWriter)(object)proxy).Before(await writer, _owner);
            return proxy;
        }
    }

    public class CountingWriter : DispatchProxy
    {
        private ICatalogWriter _writer = null!;
        private CountingStores _owner = null!;

        internal void Before(ICatalogWriter writer, CountingStores owner) => (_writer, _owner) = (writer, owner);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var result = targetMethod!.Invoke(_writer, BindingFlags.DoNotWrapExceptions, null, args, null);
            return result is ValueTask<IReadOnlyList<RelationshipRow>> rows ? new ValueTask<IReadOnlyList<RelationshipRow>>(CountAsync(rows)) : result;
        }

        private async Task<IReadOnlyList<RelationshipRow>> CountAsync(ValueTask<IReadOnlyList<RelationshipRow>> rows)
        {
            var found = await rows;
            Interlocked.Add(ref _owner._relationshipsRead, found.Count);
            return found;
        }
    }
}
