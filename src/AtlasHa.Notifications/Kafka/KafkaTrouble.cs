using System.Text.RegularExpressions;
using Confluent.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace AtlasHa.Notifications.Kafka;

/// <summary>
/// What one client of the library told of its connections until now. A call that failed knows only that no broker could be reached; why is in the errors beside
/// it, or, when a broker just hangs up, only in the library's log.
/// </summary>
internal sealed class KafkaTrouble(KafkaOptions options)
{
    private volatile KafkaProblem? _error;
    private volatile KafkaProblem? _disconnected;

    public void Told(Error error)
    {
        var problem = KafkaProblem.Of(error, options);
        if (!problem.IsGeneral) _error = problem;
    }

    public void Logged(LogMessage message)
    {
        if (message.Facility != "FAIL") return;
        // It begins with the thread's name.
        var reason = Regex.Replace(message.Message, @"^\[thrd:[^\]]*\]:\s*", "", RegexOptions.CultureInvariant);
        _disconnected = KafkaProblem.Of(new Error(ErrorCode.Local_Transport, reason), options);
    }

    /// <summary>The problem, or what is behind it.</summary>
    public KafkaProblem Explain(KafkaProblem problem) => problem.IsGeneral ? _error ?? _disconnected ?? problem : problem;
}
