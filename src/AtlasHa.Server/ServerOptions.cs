using AtlasHa.Gateway.Security;
using AtlasHa.ZooKeeper;

namespace AtlasHa.Server;

/// <summary>One instance's settings, section <c>AtlasHa</c> of the configuration (environment: <c>AtlasHa__Http__Port</c> and so on).</summary>
internal sealed class ServerOptions
{
    public const string Section = "AtlasHa";

    /// <summary>The instance's name, unique in the cluster; the host's name by default.</summary>
    public string InstanceId { get; set; } = Environment.MachineName;

    /// <summary>Instances with the same id, ZooKeeper and root form one cluster.</summary>
    public string ClusterId { get; set; } = "atlas-ha";

    /// <summary>Base URL under which clients reach this instance, when it differs from address and port (NAT, containers, proxies).</summary>
    public Uri? PublicUrl { get; set; }

    public HttpSettings Http { get; set; } = new();

    public ZooKeeperSettings ZooKeeper { get; set; } = new();

    public SiloSettings Silo { get; set; } = new();

    public StoreSettings Store { get; set; } = new();

    public AccessOptions Security { get; set; } = new();

    /// <summary>Tags that are registered with the instance and shown in status.</summary>
    public Dictionary<string, string> Tags { get; set; } = [];

    /// <summary>Goes through a take-over on scratch data once after the start as a passive, so that a real one is not slowed by code that runs for the first time.</summary>
    public bool RehearseTakeover { get; set; } = true;

    public Uri EffectivePublicUrl => PublicUrl ?? new UriBuilder(Uri.UriSchemeHttp, Http.Address, Http.Port).Uri;

    internal sealed class HttpSettings
    {
        /// <summary>IP address to listen on.</summary>
        public string Address { get; set; } = "127.0.0.1";

        public int Port { get; set; } = 21000;

        /// <summary>Largest request body that is accepted, in bytes.</summary>
        public long MaxRequestBodyBytes { get; set; } = 256L * 1024 * 1024;
    }

    internal sealed class ZooKeeperSettings
    {
        /// <summary><c>host:port,host:port/chroot</c>.</summary>
        public string ConnectString { get; set; } = "127.0.0.1:2181";

        /// <summary>Requested session timeout; the server may grant another. A crash is noticed when it has passed.</summary>
        public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(10);

        /// <summary>Where the election's nodes live; Apache Atlas's default.</summary>
        public string ZkRoot { get; set; } = "/apache_atlas";

        /// <summary>
        /// <c>user:password</c> of ZooKeeper's digest scheme, or null. With it every node that is created is closed to everybody else. The
        /// same for all instances.
        /// </summary>
        public string? DigestCredentials { get; set; }

        /// <summary>TLS to the ensemble; null for plain TCP.</summary>
        public ZooKeeperTlsOptions? Tls { get; set; }

        public ZooKeeperClientOptions ToClientOptions()
        {
            // The place in the queue outlives an outage of the ensemble, if its servers say so.
            var client = new ZooKeeperClientOptions { ConnectString = ConnectString, SessionTimeout = SessionTimeout, Tls = Tls, ExpiresUnheard = false };
            if (DigestCredentials?.Split(':', 2) is [var user, var password])
            {
                client.Auth.Add(AuthInfo.Digest(user, password));
                client.DefaultAcls = Acl.CreatorAll;
            }

            return client;
        }
    }

    internal sealed class SiloSettings
    {
        /// <summary>IP address that other silos reach this one at.</summary>
        public string Address { get; set; } = "127.0.0.1";

        public int Port { get; set; } = 11111;

        /// <summary>Port for Orleans clients.</summary>
        public int GatewayPort { get; set; } = 30000;
    }

    internal sealed class StoreSettings
    {
        /// <summary>Sqlite: one file, instances on one machine. Postgres: a database server, instances anywhere.</summary>
        public StoreProvider Provider { get; set; } = StoreProvider.Sqlite;

        public SqliteSettings Sqlite { get; set; } = new();

        public PostgresSettings Postgres { get; set; } = new();
    }

    internal enum StoreProvider
    {
        Sqlite,
        Postgres,
    }

    internal sealed class SqliteSettings
    {
        /// <summary>The database file, the same for all instances; relative paths are relative to the working directory.</summary>
        public string Path { get; set; } = "data/atlas-ha.db";

        /// <summary>Free bytes on the file's disk below which an instance warns, and counts as no better than one whose store fails.</summary>
        public long MinFreeBytes { get; set; } = 64L * 1024 * 1024;
    }

    internal sealed class PostgresSettings
    {
        /// <summary>Npgsql's connection string, the same database for all instances. May hold a password: never logged.</summary>
        public string ConnectionString { get; set; } = "";
    }
}
