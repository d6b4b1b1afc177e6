using System.Reflection;
using AtlasHa.Catalog.Storage;
using AtlasHa.TestKit;

namespace AtlasHa.Catalog.Tests.Answers;

/// <summary>
/// A real store with barriers: calls of one kind can be held at a place until the test lets them go on, and commits can be made to fail.
/// </summary>
public class HeldStore : DispatchProxy
{
    private ICatalogStore _store = null!;

    /// <summary>Where commits stop before the store does anything.</summary>
    public Barrier BeforeCommit { get; } = new();

    /// <summary>Where commits stop after they are done in the store.</summary>
    public Barrier AfterCommit { get; } = new();

    /// <summary>Where readers stop whose snapshot is open.</summary>
    public Barrier Reading { get; } = new();

    /// <summary>Where questions for the epoch stop before they are asked.</summary>
    public Barrier Asking { get; } = new();

    /// <summary>What commits fail with, instead of being done.</summary>
    public Exception? CommitFailure { get; set; }

    /// <summary>How often the epoch was asked for.</summary>
    public int Asked { get; private set; }

    public static (ICatalogStore Store, HeldStore Hold) Before(ICatalogStore store)
    {
        var proxy = Create<ICatalogStore, HeldStore>();
        var hold = (HeldStore)(object)proxy;
        hold._store = store;
        return (proxy, hold);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        nameof(ICatalogStore.BeginWriteAsync) => BeginAsync((long)args![0]!, (CancellationToken)args[1]!),
        nameof(ICatalogStore.OpenReaderAsync) => OpenAsync((long)args![0]!, (CancellationToken)args[1]!),
        nameof(ICatalogStore.RequireEpochAsync) => new ValueTask(AskAsync((long)args![0]!, (CancellationToken)args[1]!)),
        _ => targetMethod.Invoke(_store, BindingFlags.DoNotWrapExceptions, null, args, null),
    };

    private async Task<ICatalogWriter> BeginAsync(long epoch, CancellationToken cancellationToken)
    {
        var writer = Create<ICatalogWriter, Writer>();
        ((Writer)(object)writer).Setup(await _store.BeginWriteAsync(epoch, cancellationToken), this);
        return writer;
    }

    private async Task<ICatalogReader> OpenAsync(long epoch, CancellationToken cancellationToken)
    {
        var reader = await _store.OpenReaderAsync(epoch, cancellationToken);
        // The first read takes the snapshot, at the latest.
        await reader.ReadEntitiesAsync(["none"], cancellationToken);
        await Reading.PassAsync();
        return reader;
    }

    private async Task AskAsync(long epoch, CancellationToken cancellationToken)
    {
        Asked++;
        await Asking.PassAsync();
        await _store.RequireEpochAsync(epoch, cancellationToken);
    }

    /// <summary>A place where work stops while the barrier is closed.</summary>
    public sealed class Barrier
    {
        private volatile TaskCompletionSource? _closed;
        private volatile TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Returns when somebody has been stopped since the closing.</summary>
        public Task ReachedAsync() => Eventually.DoneAsync("the barrier is reached", _reached.Task);

        public void Close()
        {
            _reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        public void Open()
        {
            var closed = _closed;
            _closed = null;
            closed?.SetResult();
        }

        internal async Task PassAsync()
        {
            if (_closed is not { } closed)
                return;
            _reached.TrySetResult();
            await closed.Task;
        }
    }

    public class Writer : DispatchProxy
    {
        private ICatalogWriter _writer = null!;
        private HeldStore _hold = null!;

        public void Setup(ICatalogWriter writer, HeldStore hold) => (_writer, _hold) = (writer, hold);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == nameof(ICatalogWriter.CommitAsync)
                ? CommitAsync((CancellationToken)args![0]!)
                : targetMethod.Invoke(_writer, BindingFlags.DoNotWrapExceptions, null, args, null);

        private async Task CommitAsync(CancellationToken cancellationToken)
        {
            await _hold.BeforeCommit.PassAsync();
            if (_hold.CommitFailure is { } failure)
                throw failure;
            await _writer.CommitAsync(cancellationToken);
            await _hold.AfterCommit.PassAsync();
        }
    }
}
