namespace AtlasHa.Catalog.Storage;

internal sealed class WriteItem<T>(Func<ICatalogWriter, CancellationToken, Task<T>> work, WriteOptions options) : WriteItem(options)
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _failure;
    private T _result = default!;

    public Task<T> Task => _answer.Task;

    public override Exception? Failure => _failure;

    public override async Task<bool> TryRunAsync(ICatalogWriter writer, CancellationToken cancellationToken)
    {
        try
        {
            _result = await work(writer, cancellationToken).ConfigureAwait(true);
            _failure = null;
            return true;
        }
        catch (Exception failure)
        {
            _failure = failure;
            return false;
        }
    }

    public override void Refuse(Exception failure) => _failure = failure;

    public override void Answer()
    {
        if (_failure is null)
            _answer.TrySetResult(_result);
        else
            Fail(_failure);
    }

    public override void Fail(Exception failure)
    {
        _answer.TrySetException(failure);
        // The caller may have stopped waiting; its absence is no unobserved failure.
        _ = _answer.Task.Exception;
    }
}
