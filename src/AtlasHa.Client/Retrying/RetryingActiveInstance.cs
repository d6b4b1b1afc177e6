using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using AtlasHa.Catalog.Model.Grains;

namespace AtlasHa.Client.Retrying;

/// <summary>
/// Stands before the active instance's grain reference and repeats calls. Not an outgoing call filter: Orleans lets a filter start another attempt only
/// when the last one has ended, and a call that a killed silo had does not end before its response timeout.
/// </summary>
[SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it.")]
internal class RetryingActiveInstance : DispatchProxy
{
    private static readonly ConcurrentDictionary<MethodInfo, ActiveCall> Calls = new();

    private IActiveInstance _active = null!;
    private Retries _retries = null!;

    public static IActiveInstance Over(IActiveInstance active, Retries retries)
    {
        var proxy = Create<IActiveInstance, RetryingActiveInstance>();
        ((RetryingActiveInstance)(object)proxy).Use(active, retries);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        Calls.GetOrAdd(targetMethod!, ActiveCall.Of).Run(_active, args!, _retries);

    private void Use(IActiveInstance active, Retries retries) => (_active, _retries) = (active, retries);
}
