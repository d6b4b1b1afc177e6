using AtlasHa.ZooKeeper;

namespace AtlasHa.Cli.Ensemble;

/// <summary>
/// How this tool reaches an ensemble: with the TLS files and credentials that the instances, which inherit its environment, will use. The names are
/// those of the server's settings, e.g. <c>AtlasHa__ZooKeeper__Tls__CaCertificatePath</c>.
/// </summary>
internal static class EnsembleOptions
{
    private const string Prefix = "AtlasHa__ZooKeeper__";
    private const string TlsPrefix = $"{Prefix}Tls__";

    /// <param name="connectString">The ensemble.</param>
    /// <param name="sessionTimeout">Asked of the server.</param>
    /// <param name="variable">Reads an environment variable; null when it is not set.</param>
    public static ZooKeeperClientOptions For(string connectString, TimeSpan sessionTimeout, Func<string, string?> variable)
    {
        var options = new ZooKeeperClientOptions { ConnectString = connectString, SessionTimeout = sessionTimeout, Tls = Tls(variable) };
        if (variable($"{Prefix}DigestCredentials")?.Split(':', 2) is [var user, var password]) options.Auth.Add(AuthInfo.Digest(user, password));
        return options;
    }

    private static ZooKeeperTlsOptions? Tls(Func<string, string?> variable)
    {
        var check = variable($"{TlsPrefix}CheckHostName");
        var tls = new ZooKeeperTlsOptions
        {
            CaCertificatePath = variable($"{TlsPrefix}CaCertificatePath"),
            ClientCertificatePath = variable($"{TlsPrefix}ClientCertificatePath"),
            ClientKeyPath = variable($"{TlsPrefix}ClientKeyPath"),
            ClientKeyPassword = variable($"{TlsPrefix}ClientKeyPassword"),
            CheckHostName = !bool.TryParse(check, out var isChecked) || isChecked,
        };
        return (check ?? tls.CaCertificatePath ?? tls.ClientCertificatePath ?? tls.ClientKeyPath ?? tls.ClientKeyPassword) is null ? null : tls;
    }
}
