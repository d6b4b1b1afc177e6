namespace AtlasHa.Silo.Tests;

public interface IEndlessGrain : IGrainWithIntegerKey
{
    /// <summary>Ends when it is cancelled, and then completes <see cref="EndlessGrain.Cancelled"/>.</summary>
    Task SearchAsync(CancellationToken cancellationToken);
}
