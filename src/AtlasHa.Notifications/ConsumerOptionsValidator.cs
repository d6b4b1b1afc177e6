using Confluent.Kafka;
using Microsoft.Extensions.Options;

namespace AtlasHa.Notifications;

/// <summary>Says which setting of the processing of messages is wrong and what it should be.</summary>
internal sealed class ConsumerOptionsValidator : IValidateOptions<ConsumerOptions>
{
    /// <summary>The library's property that says where it goes on when the brokers do not hold a position.</summary>
    private const string OffsetReset = "auto.offset.reset";

    public ValidateOptionsResult Validate(string? name, ConsumerOptions options)
    {
        List<string> failures = [];
        Check(options.BatchSize is >= 1 and <= 1000, $"BatchSize is {options.BatchSize}; give a number from 1 to 1000");
        Check(options.BatchBytes >= 1024, $"BatchBytes is {options.BatchBytes}; give at least 1024");
        Check(options.Tries >= 1, $"Tries is {options.Tries}; give at least 1");
        Check(options.RetryPause >= TimeSpan.Zero, $"RetryPause is {options.RetryPause}; give 00:00:00 or more");
        Check(options.StorePause > TimeSpan.Zero, $"StorePause is {options.StorePause}; give more than 00:00:00");
        Check(options.PiecePatience > TimeSpan.Zero, $"PiecePatience is {options.PiecePatience}; give more than 00:00:00");
        var kafka = options.Kafka;
        Check(
            Enum.TryParse<SecurityProtocol>(kafka.SecurityProtocol, ignoreCase: true, out _),
            $"Kafka:SecurityProtocol is {kafka.SecurityProtocol}; give Plaintext, Ssl, SaslPlaintext or SaslSsl");
        Check(!string.IsNullOrWhiteSpace(kafka.EntitiesTopic), "Kafka:EntitiesTopic is empty; name a topic, or set Kafka:Publish to false");
        Check(!string.IsNullOrWhiteSpace(kafka.GroupId), "Kafka:GroupId is empty; name a group such as atlas");
        foreach (var path in new[] { kafka.CaCertificatePath, kafka.ClientCertificatePath, kafka.ClientKeyPath })
            Check(string.IsNullOrEmpty(path) || File.Exists(path), $"Kafka: the file {path} does not exist; put it there, or leave the setting out");
        Check(
            !kafka.Settings.ContainsKey(OffsetReset),
            $"Kafka:Settings:{OffsetReset} would pass over messages silently; leave it out, and set positions with `atlas-ha notifications positions`");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(bool holds, string message)
        {
            if (!holds) failures.Add($"AtlasHa:Notifications:{message}.");
        }
    }
}
