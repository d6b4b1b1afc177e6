using Confluent.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace AtlasHa.Notifications.Kafka;

/// <summary>Why Kafka cannot be used.</summary>
/// <param name="Code">The library's code.</param>
/// <param name="Text">For operators.</param>
/// <param name="IsGeneral">True when it says only that nothing could be reached, and not why.</param>
internal sealed record KafkaProblem(ErrorCode Code, string Text, bool IsGeneral)
{
    public static KafkaProblem Of(Error error) => new(error.Code, error.Reason, IsGeneralOf(error));

    public static KafkaProblem Of(Exception failure) =>
        failure is KafkaException kafka ? Of(kafka.Error) : new KafkaProblem(ErrorCode.Local_Application, failure.Message, IsGeneral: false);

    // The library says "Local: ..." when it has no details.
    private static bool IsGeneralOf(Error error) => error.Code == ErrorCode.Local_AllBrokersDown
        || (error.Code is ErrorCode.Local_TimedOut or ErrorCode.Local_Transport && error.Reason.StartsWith("Local:", StringComparison.Ordinal));
}
