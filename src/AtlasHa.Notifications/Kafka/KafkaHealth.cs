using AtlasHa.Catalog.Storage.Notifications;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Notifications.Kafka;

/// <summary>Whether Kafka can be used, told once when it changes and not at every try.</summary>
internal sealed partial class KafkaHealth(ILogger<KafkaHealth> logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, KafkaProblem> _problems = [];
    private readonly Dictionary<MessageSource, string> _halted = [];

    /// <summary>What does not work, and why; null when all is well.</summary>
    public string? Problem
    {
        get { lock (_lock) return _problems.Count == 0 ? null : string.Join("; ", _problems.Select(pair => $"{pair.Key}: {pair.Value.Text}")); }
    }

    /// <summary>The partitions that are not read until an operator has said where to go on, and why.</summary>
    public IReadOnlyList<string> Halted
    {
        get { lock (_lock) return [.. _halted.OrderBy(pair => pair.Key.Topic, StringComparer.Ordinal).ThenBy(pair => pair.Key.Partition).Select(pair => pair.Value)]; }
    }

    public void Failed(string what, KafkaProblem problem)
    {
        lock (_lock)
        {
            if (_problems.TryGetValue(what, out var known))
            {
                // That nothing can be reached follows from what was told before.
                if (problem.IsGeneral && !known.IsGeneral) return;
                _problems[what] = problem;
                if (known.Advice == problem.Advice) return;
            }
            else
            {
                _problems.Add(what, problem);
            }
        }

        LogFailed(logger, what, problem.Text);
    }

    public void Works(string what)
    {
        lock (_lock)
        {
            if (!_problems.Remove(what)) return;
        }

        LogWorks(logger, what);
    }

    /// <summary>A partition is not read any more.</summary>
    /// <param name="source">The partition.</param>
    /// <param name="position">The position whose message the brokers do not hold.</param>
    /// <param name="reason">What they say; null when it was found in an earlier term.</param>
    public void Halt(MessageSource source, long position, string? reason)
    {
        var text = $"partition {source.Partition} of {source.Topic} is halted at position {position}, which its brokers do not hold{(reason is null ? "" : $" ({reason})")}";
        lock (_lock)
        {
            if (!_halted.TryAdd(source, text)) return;
        }

        LogHalted(logger, source.Partition, source.Topic, position, reason ?? "found in an earlier term", $"{source.Topic}:{source.Partition}");
    }

    public void Resume(MessageSource source)
    {
        lock (_lock) _halted.Remove(source);
    }

    public void Clear()
    {
        lock (_lock)
        {
            _problems.Clear();
            _halted.Clear();
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{What} does not work now and is tried again: {Reason}. Nothing is lost meanwhile")]
    private static partial void LogFailed(ILogger logger, string what, string reason);

    [LoggerMessage(2, LogLevel.Information, "{What} works again")]
    private static partial void LogWorks(ILogger logger, string what);

    [LoggerMessage(3, LogLevel.Error, "Partition {Partition} of {Topic} is not read any more: it was processed up to offset {Position}, which its brokers do not hold ({Reason}). The topic was made "
        + "anew, or messages were removed before they were processed. Nothing is passed over by itself, and other partitions go on. See `atlas-ha notifications positions`, then say where to go on: "
        + "`atlas-ha notifications positions --reset {Name}=earliest`, or =latest, an offset, or a time")]
    private static partial void LogHalted(ILogger logger, int partition, string topic, long position, string reason, string name);
}
