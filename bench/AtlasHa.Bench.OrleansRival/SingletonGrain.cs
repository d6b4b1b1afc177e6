using System.Globalization;

namespace AtlasHa.Bench.OrleansRival;

/// <summary>The singleton, without state: that makes its takeover as cheap as it can be.</summary>
internal sealed class SingletonGrain : Grain, ISingletonGrain
{
    private static readonly string Me = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    public Task<string> WhoAsync() => Task.FromResult(Me);
}
