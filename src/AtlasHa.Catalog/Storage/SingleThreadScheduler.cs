using System.Collections.Concurrent;

namespace AtlasHa.Catalog.Storage;

/// <summary>
/// Runs its tasks one after the other on one thread of its own. A commit blocks its thread until the disk has answered; on the shared pool that
/// would take a thread from everything else, all the time under load.
/// </summary>
internal sealed class SingleThreadScheduler : TaskScheduler, IDisposable
{
    private readonly BlockingCollection<Task> _tasks = [];

    public SingleThreadScheduler(string name) => new Thread(Run) { IsBackground = true, Name = name }.Start();

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Lets the thread end when everything queued has run.</summary>
    public void Dispose() => _tasks.CompleteAdding();

    protected override void QueueTask(Task task) => _tasks.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _tasks;

    private void Run()
    {
        foreach (var task in _tasks.GetConsumingEnumerable())
            TryExecuteTask(task);
        _tasks.Dispose();
    }
}
