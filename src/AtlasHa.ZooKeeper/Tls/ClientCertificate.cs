using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AtlasHa.ZooKeeper.Tls;

/// <summary>This client's certificate as its files are now.</summary>
internal static class ClientCertificate
{
    public static bool IsPkcs12(string? path)
        => Path.GetExtension(path) is { } extension
            && (extension.Equals(".pfx", StringComparison.OrdinalIgnoreCase) || extension.Equals(".p12", StringComparison.OrdinalIgnoreCase));

    /// <summary>The certificate with its intermediates; null when none is set.</summary>
    /// <exception cref="IOException">The files cannot be read or do not fit together; the text names them.</exception>
    public static SslStreamCertificateContext? Load(ZooKeeperTlsOptions options)
    {
        if (options.ClientCertificatePath is not { } path)
            return null;
        try
        {
            var chain = IsPkcs12(path) ? X509CertificateLoader.LoadPkcs12CollectionFromFile(path, options.ClientKeyPassword) : LoadPem(path, options);
            var own = chain.FirstOrDefault(certificate => certificate.HasPrivateKey)
                ?? throw new CryptographicException("it has no key");
            chain.Remove(own);
            // Offline: a missing intermediate is not fetched from the network.
            return SslStreamCertificateContext.Create(own, chain, offline: true);
        }
        catch (Exception e) when (e is CryptographicException or UnauthorizedAccessException or IOException)
        {
            throw new IOException($"the client certificate {path} cannot be used: {e.Message}", e);
        }
    }

    private static X509Certificate2Collection LoadPem(string path, ZooKeeperTlsOptions options)
    {
        var keyPath = options.ClientKeyPath ?? path;
        var own = options.ClientKeyPassword is { } password
            ? X509Certificate2.CreateFromEncryptedPemFile(path, password, keyPath)
            : X509Certificate2.CreateFromPemFile(path, keyPath);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(path);
        // The file's first certificate is the client's own, here without its key.
        chain[0].Dispose();
        chain[0] = own;
        return chain;
    }
}
