using Confluent.Kafka;
using Microsoft.Extensions.Options;

namespace AtlasHa.Notifications;

/// <summary>Says which setting of the processing of messages is wrong and what it should be.</summary>
internal sealed class ConsumerOptionsValidator : IValidateOptions<ConsumerOptions>
{
    /// <summary>The library's property that says where it goes on when the brokers do not hold a position.</summary>
    private const string OffsetReset = "auto.offset.reset";

    private static readonly string?[] NeedPassword = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"];

    private static readonly string[] Mechanisms = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "GSSAPI"];

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
        if (kafka.IsOn) CheckSecurity(kafka, Check);
        Check(
            !kafka.Settings.ContainsKey(OffsetReset),
            $"Kafka:Settings:{OffsetReset} would pass over messages silently; leave it out, and set positions with `atlas-ha notifications positions`");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(bool holds, string message)
        {
            if (!holds) failures.Add($"AtlasHa:Notifications:{message}.");
        }
    }

    /// <summary>What would only show when the brokers refuse it, or would not be used at all, like TLS that is configured but not switched on.</summary>
    private static void CheckSecurity(KafkaOptions kafka, Action<bool, string> check)
    {
        var (tls, sasl) = (kafka.SecurityProtocol.EndsWith("Ssl", StringComparison.OrdinalIgnoreCase), kafka.SecurityProtocol.StartsWith("Sasl", StringComparison.OrdinalIgnoreCase));
        check(
            tls || string.IsNullOrEmpty(kafka.CaCertificatePath + kafka.ClientCertificatePath + kafka.ClientKeyPath),
            $"Kafka: certificates are set, but SecurityProtocol {kafka.SecurityProtocol} does not use them; give Ssl or SaslSsl, or leave them out");
        check(
            string.IsNullOrEmpty(kafka.ClientCertificatePath) == string.IsNullOrEmpty(kafka.ClientKeyPath),
            "Kafka: of ClientCertificatePath and ClientKeyPath only one is set; give both, or none");
        check(
            sasl || string.IsNullOrEmpty(kafka.SaslMechanism + kafka.SaslUser + kafka.SaslPassword),
            $"Kafka: SASL is set, but SecurityProtocol {kafka.SecurityProtocol} does not use it; give SaslSsl or SaslPlaintext, or leave SaslMechanism, SaslUser and SaslPassword out");
        if (!sasl) return;
        check(
            kafka.SaslMechanism is { } mechanism && Mechanisms.Contains(mechanism),
            $"Kafka:SaslMechanism is {(string.IsNullOrEmpty(kafka.SaslMechanism) ? "empty" : kafka.SaslMechanism)}; give {string.Join(", ", Mechanisms)}");
        check(
            !NeedPassword.Contains(kafka.SaslMechanism) || (!string.IsNullOrEmpty(kafka.SaslUser) && !string.IsNullOrEmpty(kafka.SaslPassword)),
            $"Kafka:SaslUser or SaslPassword is empty; {kafka.SaslMechanism} needs both");
    }
}
