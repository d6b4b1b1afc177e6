using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace AtlasHa.Notifications.Kafka;

/// <summary>
/// Looks at a broker's certificate that the library has refused: the library does not say whether it is by an unknown authority, for another host or
/// out of date.
/// </summary>
internal static partial class BrokerCertificate
{
    private const string Section = "AtlasHa:Notifications:Kafka";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The problem with advice that fits, where the certificate tells it.</summary>
    public static async Task<KafkaProblem> JudgeAsync(KafkaProblem problem, KafkaOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!problem.Reason.Contains("certificate verify failed", StringComparison.Ordinal) || Broker().Match(problem.Reason) is not { Success: true } broker) return problem;
        using var deadline = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await FindAsync(broker.Groups["host"].Value, int.Parse(broker.Groups["port"].ValueSpan), options, either.Token).ConfigureAwait(false) is { } advice
                ? problem with { Advice = advice }
                : problem;
        }
        catch (Exception failure) when (failure is SocketException or IOException or AuthenticationException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return problem;
        }
    }

    private static async Task<string?> FindAsync(string host, int port, KafkaOptions options, CancellationToken cancellationToken)
    {
        string? found = null;
        using var client = new TcpClient();
        await client.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
        var tls = new SslStream(client.GetStream());
        await using (tls.ConfigureAwait(false))
        {
            var look = new SslClientAuthenticationOptions
            {
                TargetHost = host,
                RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                {
                    found = certificate is X509Certificate2 given ? AdviceFor(given, host, errors, options) : null;
                    return false;
                },
            };
            try
            {
                await tls.AuthenticateAsClientAsync(look, cancellationToken).ConfigureAwait(false);
            }
            catch (AuthenticationException)
            {
                // Seen is all that it had to be.
            }
        }

        return found;
    }

    private static string? AdviceFor(X509Certificate2 certificate, string host, SslPolicyErrors errors, KafkaOptions options)
    {
        if (DateTime.Now < certificate.NotBefore || DateTime.Now > certificate.NotAfter)
            return $"the brokers' certificate is valid from {certificate.NotBefore:u} to {certificate.NotAfter:u} only: it has to be renewed there";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return $"the brokers' certificate ({certificate.Subject}) is not for {host}: use the name that it is for in {Section}:BootstrapServers, and have the brokers advertise it, or renew it";
        return $"the brokers' certificate is by {certificate.Issuer}, which is no authority in {Section}:CaCertificatePath ({options.CaCertificatePath ?? "not set: those of the system"}): put that authority's certificate there";
    }

    [GeneratedRegex(@"ssl://(?<host>\[[^\]]+\]|[^:/]+):(?<port>[0-9]{1,5})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Broker();
}
