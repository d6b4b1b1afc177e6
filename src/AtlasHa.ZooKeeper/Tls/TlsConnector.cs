using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using AtlasHa.ZooKeeper.Connection;

namespace AtlasHa.ZooKeeper.Tls;

/// <summary>TLS over another transport. Reads the certificates' files anew for every connection.</summary>
internal sealed class TlsConnector(IServerConnector transport, ZooKeeperTlsOptions options) : IServerConnector
{
    public async Task<Stream> ConnectAsync(ServerAddress server, CancellationToken cancellationToken)
    {
        var rules = new ServerCertificateRules(options);
        var settings = new SslClientAuthenticationOptions
        {
            TargetHost = server.Host,
            ClientCertificateContext = ClientCertificate.Load(options),
            CertificateChainPolicy = rules.LoadPolicy(),
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = rules.IsValid,
            // A resumed handshake would not look at certificates that have been replaced.
            AllowTlsResume = false,
        };
        var tls = new SslStream(await transport.ConnectAsync(server, cancellationToken).ConfigureAwait(false), leaveInnerStreamOpen: false);
        try
        {
            await tls.AuthenticateAsClientAsync(settings, cancellationToken).ConfigureAwait(false);
            return tls;
        }
        catch (Exception e)
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            if (e is AuthenticationException or IOException)
                throw new IOException($"TLS with {server} failed: {Reason(rules, e)}", e);
            throw;
        }
    }

    private string Reason(ServerCertificateRules rules, Exception failure)
    {
        if (rules.Problem is { } problem)
            return $"the server's certificate: {problem}";
        var said = failure.InnerException is { } inner ? $"{failure.Message} {inner.Message}" : failure.Message;
        return options.ClientCertificatePath is { } path
            ? $"the server did not accept this client, check whether it trusts the issuer of {path}: {said}"
            : $"the server did not accept this client, which has no certificate ({nameof(options.ClientCertificatePath)} is not set): {said}";
    }
}
