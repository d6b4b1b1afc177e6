using AtlasHa.Catalog.Storage;

namespace AtlasHa.Storage.Tests.Queue;

/// <summary>Work that creates entity "0" and then waits to be told to go on.</summary>
public sealed class HeldWork
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Started => _started.Task;

    /// <summary>What its caller gets.</summary>
    public Task<ICatalogWriter> Answer { get; set; } = null!;

    public void GoOn() => _released.TrySetResult();

    public async Task<ICatalogWriter> RunAsync(ICatalogWriter writer, CancellationToken cancellationToken)
    {
        await writer.PutEntitiesAsync([Rows.Entity("0")], CancellationToken.None);
        _started.SetResult();
        await _released.Task.WaitAsync(cancellationToken);
        return writer;
    }
}
