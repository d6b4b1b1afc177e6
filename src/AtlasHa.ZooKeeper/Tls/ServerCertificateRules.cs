using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AtlasHa.ZooKeeper.Tls;

/// <summary>Decides whether one server's certificate is believed, and remembers why not.</summary>
internal sealed class ServerCertificateRules(ZooKeeperTlsOptions options)
{
    /// <summary>Why the certificate was refused; null when it was not.</summary>
    public string? Problem { get; private set; }

    /// <summary>The authorities as their file is now; null for those of the operating system.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public X509ChainPolicy? LoadPolicy()
    {
        if (options.CaCertificatePath is not { } path)
            return null;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(path);
        }
        catch (Exception e) when (e is CryptographicException or UnauthorizedAccessException or IOException)
        {
            throw new IOException($"the authorities' file {path} cannot be used: {e.Message}", e);
        }
        return policy.CustomTrustStore.Count > 0 ? policy : throw new IOException($"the authorities' file {path} has no certificate in PEM form");
    }

    public bool IsValid(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (!options.CheckHostName)
            errors &= ~SslPolicyErrors.RemoteCertificateNameMismatch;
        Problem = Describe(certificate, chain, errors);
        return Problem is null;
    }

    private static string? Describe(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return "it has none";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            var reasons = string.Join(", ", chain?.ChainStatus.Select(status => status.Status.ToString()) ?? []);
            return $"'{certificate?.Subject}' of '{certificate?.Issuer}' is not trusted ({reasons}); see {nameof(ZooKeeperTlsOptions.CaCertificatePath)}";
        }
        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? $"'{certificate?.Subject}' is not for this host name" : null;
    }
}
