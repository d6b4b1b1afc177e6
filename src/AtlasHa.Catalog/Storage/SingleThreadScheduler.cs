namespace AtlasHa.Catalog.Storage;

/// <summary>
/// Runs its tasks one after the other on one thread of its own. A commit blocks its thread until the disk has answered; on the shared pool that
/// would take a thread from everything else, all the time under load.
/// </summary>
internal sealed class SingleThreadScheduler : TaskScheduler, IDisposable
{
    // A monitor, because it waits without spinning: the thread waits for the store several times in each group, and whoever answers needs the processor.
    private readonly Queue<Task> _tasks = new();
    private bool _completed;

    public SingleThreadScheduler(string name) => new Thread(Run) { IsBackground = true, Name = name }.Start();

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Lets the thread end when everything queued has run.</summary>
    public void Dispose()
    {
        lock (_tasks)
        {
            _completed = true;
            Monitor.Pulse(_tasks);
        }
    }

    protected override void QueueTask(Task task)
    {
        lock (_tasks)
        {
            ObjectDisposedException.ThrowIf(_completed, this);
            _tasks.Enqueue(task);
            Monitor.Pulse(_tasks);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_tasks)
            return [.. _tasks];
    }

    private void Run()
    {
        while (Next() is { } task)
            TryExecuteTask(task);
    }

    private Task? Next()
    {
        lock (_tasks)
        {
            while (_tasks.Count == 0 && !_completed)
                Monitor.Wait(_tasks);
            return _tasks.TryDequeue(out var task) ? task : null;
        }
    }
}
