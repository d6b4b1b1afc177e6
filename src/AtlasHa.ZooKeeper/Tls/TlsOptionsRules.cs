namespace AtlasHa.ZooKeeper.Tls;

/// <summary>What can be said of TLS settings before the first connection. The files' contents may change, so they are looked at then.</summary>
internal static class TlsOptionsRules
{
    public static IEnumerable<string> Failures(ZooKeeperTlsOptions options)
    {
        if (options.ClientCertificatePath is null && (options.ClientKeyPath is not null || options.ClientKeyPassword is not null))
            yield return $"{nameof(options.ClientCertificatePath)}: is not set, but a key or a password is. Name the certificate that they belong to.";
        if (options.ClientKeyPath is not null && ClientCertificate.IsPkcs12(options.ClientCertificatePath))
            yield return $"{nameof(options.ClientKeyPath)}: a PKCS#12 file has its key inside. Leave this out.";
        foreach (var (name, path) in Files(options))
        {
            if (path is not null && !File.Exists(path))
                yield return $"{name}: there is no file '{path}' that this process can see.";
        }
    }

    private static (string Name, string? Path)[] Files(ZooKeeperTlsOptions options) =>
    [
        (nameof(options.CaCertificatePath), options.CaCertificatePath),
        (nameof(options.ClientCertificatePath), options.ClientCertificatePath),
        (nameof(options.ClientKeyPath), options.ClientKeyPath),
    ];
}
