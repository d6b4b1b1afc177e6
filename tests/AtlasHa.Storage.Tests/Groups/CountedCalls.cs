using System.Reflection;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Storage.Tests.Groups;

/// <summary>Puts itself before a real writer and notes what is called.</summary>
public class CountedCalls : DispatchProxy
{
    private readonly List<string> _names = [];
    private ICatalogWriter _writer = null!;

    /// <summary>The calls so far, in order.</summary>
    public IReadOnlyList<string> Names => _names;

    public static (ICatalogWriter Writer, CountedCalls Calls) Before(ICatalogWriter writer)
    {
        var proxy = Create<ICatalogWriter, CountedCalls>();
        var calls = (CountedCalls)(object)proxy;
        calls._writer = writer;
        return (proxy, calls);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name != nameof(IAsyncDisposable.DisposeAsync))
            _names.Add(targetMethod.Name);
        return targetMethod.Invoke(_writer, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}
