namespace AtlasHa.Clustering.ZooKeeper.Tests.Hosting;

public interface IEchoGrain : IGrainWithIntegerKey
{
    /// <summary>Says the same back, and from where.</summary>
    Task<(string Text, string Silo)> EchoAsync(string text);
}

public sealed class EchoGrain(ILocalSiloDetails silo) : Grain, IEchoGrain
{
    public Task<(string Text, string Silo)> EchoAsync(string text) => Task.FromResult((text, silo.SiloAddress.ToParsableString()));
}
