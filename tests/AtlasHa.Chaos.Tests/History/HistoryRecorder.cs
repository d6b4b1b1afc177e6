using System.Collections.Concurrent;
using System.Diagnostics;

namespace AtlasHa.Chaos.Tests.History;

/// <summary>Takes down what all users did. Safe for use by several at once.</summary>
internal sealed class HistoryRecorder
{
    private readonly ConcurrentQueue<RecordedOperation> _operations = new();
    private readonly ConcurrentQueue<string> _wrongAnswers = new();
    private int _done;

    public IReadOnlyCollection<RecordedOperation> Operations => _operations;

    /// <summary>Answers that no user may ever get, such as an internal error.</summary>
    public IReadOnlyCollection<string> WrongAnswers => _wrongAnswers;

    /// <summary>How many operations have been done.</summary>
    public int Done => Volatile.Read(ref _done);

    public static long Now => Stopwatch.GetTimestamp();

    public void Add(RecordedOperation operation)
    {
        _operations.Enqueue(operation);
        if (operation.Outcome == Outcome.Done) Interlocked.Increment(ref _done);
    }

    public void AddWrongAnswer(string description) => _wrongAnswers.Enqueue(description);
}
