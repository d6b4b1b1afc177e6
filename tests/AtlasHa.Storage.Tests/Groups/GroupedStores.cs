using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Groups;
using AtlasHa.Storage.Tests.Contract;

namespace AtlasHa.Storage.Tests.Groups;

/// <summary>Stores whose write transactions are those of a group, which must keep what every store promises.</summary>
internal sealed class GroupedStores(ITestStores stores) : ITestStores
{
    public ICatalogStore Open() => GroupedStore.Before(stores.Open());

    public ICatalogStore OpenEmpty() => GroupedStore.Before(stores.OpenEmpty());

    public ValueTask DisposeAsync() => stores.DisposeAsync();

    [SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it.")]
    internal class GroupedStore : DispatchProxy
    {
        private ICatalogStore _store = null!;

        public static ICatalogStore Before(ICatalogStore store)
        {
            var proxy = Create<ICatalogStore, GroupedStore>();
            ((GroupedStore)(object)proxy)._store = store;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == nameof(ICatalogStore.BeginWriteAsync)
                ? BeginAsync((long)args![0]!, (CancellationToken)args[1]!)
                : targetMethod.Invoke(_store, BindingFlags.DoNotWrapExceptions, null, args, null);

        private async Task<ICatalogWriter> BeginAsync(long epoch, CancellationToken cancellationToken) =>
            new GroupWriter(await _store.BeginWriteAsync(epoch, cancellationToken));
    }
}
