namespace AtlasHa.ZooKeeper;

/// <summary>
/// TLS to the servers' <c>secureClientPort</c>. All files are read again for every connection, so certificates can be
/// replaced without a restart: write the new files, the next connection uses them. Certificates are not checked for revocation.
/// </summary>
public sealed class ZooKeeperTlsOptions
{
    /// <summary>PEM file with the authorities that the servers' certificates must come from. Null: those that the operating system trusts.</summary>
    public string? CaCertificatePath { get; set; }

    /// <summary>
    /// PEM file (certificate, then its intermediates, and the key unless <see cref="ClientKeyPath"/> names another file) or a
    /// PKCS#12 file (<c>.pfx</c>, <c>.p12</c>) to prove this client with. Null: none, which servers refuse unless their <c>ssl.clientAuth</c> is <c>none</c>.
    /// </summary>
    public string? ClientCertificatePath { get; set; }

    /// <summary>PEM file with the key of <see cref="ClientCertificatePath"/>, when it is not in the same file.</summary>
    public string? ClientKeyPath { get; set; }

    /// <summary>Password of the PKCS#12 file or of the PEM key, or null when there is none. Never logged.</summary>
    public string? ClientKeyPassword { get; set; }

    /// <summary>
    /// Whether a server's certificate must name the host (or IP address) of the connect string. Default true; without it any server with a
    /// certificate of the same authorities is believed.
    /// </summary>
    public bool CheckHostName { get; set; } = true;
}
