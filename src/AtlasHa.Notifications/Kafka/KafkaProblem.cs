using Confluent.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace AtlasHa.Notifications.Kafka;

/// <summary>Why Kafka cannot be used.</summary>
/// <param name="Code">The library's code.</param>
/// <param name="Reason">What the library says.</param>
/// <param name="Advice">Which setting to look at.</param>
internal sealed record KafkaProblem(ErrorCode Code, string Reason, string Advice)
{
    /// <summary>For operators.</summary>
    public string Text => $"{Reason}: {Advice}";

    /// <summary>True when it says only that nothing could be reached, and not why. The library says "Local: ..." when it has no details.</summary>
    public bool IsGeneral => Code == ErrorCode.Local_AllBrokersDown
        || (Code is ErrorCode.Local_TimedOut or ErrorCode.Local_Transport && Reason.StartsWith("Local:", StringComparison.Ordinal));

    public static KafkaProblem Of(Error error, KafkaOptions options) => new(error.Code, error.Reason, KafkaAdvice.Of(error.Code, error.Reason, options));

    public static KafkaProblem Of(Exception failure, KafkaOptions options) =>
        Of(failure is KafkaException kafka ? kafka.Error : new Error(ErrorCode.Local_Application, failure.Message), options);
}
