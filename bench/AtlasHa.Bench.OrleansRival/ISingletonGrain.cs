namespace AtlasHa.Bench.OrleansRival;

/// <summary>What a user of Orleans writes who needs one active instance: a grain with one fixed key.</summary>
public interface ISingletonGrain : IGrainWithStringKey
{
    /// <summary>The id of the process that it lives in.</summary>
    Task<string> WhoAsync();
}
