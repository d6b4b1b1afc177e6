using Microsoft.Extensions.Logging;

namespace AtlasHa.Notifications.Kafka;

/// <summary>Whether Kafka can be used, told once when it changes and not at every try.</summary>
internal sealed partial class KafkaHealth(ILogger<KafkaHealth> logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _problems = [];

    /// <summary>What does not work, and why; null when all is well.</summary>
    public string? Problem
    {
        get { lock (_lock) return _problems.Count == 0 ? null : string.Join("; ", _problems.Select(pair => $"{pair.Key}: {pair.Value}")); }
    }

    public void Failed(string what, string reason)
    {
        lock (_lock)
        {
            if (!_problems.TryAdd(what, reason))
            {
                _problems[what] = reason;
                return;
            }
        }

        LogFailed(logger, what, reason);
    }

    public void Works(string what)
    {
        lock (_lock)
        {
            if (!_problems.Remove(what)) return;
        }

        LogWorks(logger, what);
    }

    public void Clear()
    {
        lock (_lock) _problems.Clear();
    }

    [LoggerMessage(1, LogLevel.Warning, "{What} does not work now and is tried again: {Reason}. Check that the brokers of AtlasHa:Notifications:Kafka:BootstrapServers "
        + "run and can be reached, and the security settings beside it. Nothing is lost meanwhile")]
    private static partial void LogFailed(ILogger logger, string what, string reason);

    [LoggerMessage(2, LogLevel.Information, "{What} works again")]
    private static partial void LogWorks(ILogger logger, string what);
}
