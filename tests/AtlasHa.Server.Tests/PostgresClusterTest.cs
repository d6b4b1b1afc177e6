using AtlasHa.TestKit;

namespace AtlasHa.Server.Tests;

/// <summary>A cluster with its catalogue in a PostgreSQL server of its own.</summary>
public abstract class PostgresClusterTest : ClusterTest
{
    protected PostgresServerProcess Database { get; private set; } = null!;

    /// <summary>What the instances' connection string says besides the address.</summary>
    protected virtual string ConnectionSettings => "";

    protected override IReadOnlyDictionary<string, string> ExtraSettings => new Dictionary<string, string>
    {
        ["AtlasHa:Store:Provider"] = "Postgres",
        ["AtlasHa:Store:Postgres:ConnectionString"] = Database.ConnectionString("postgres") + ConnectionSettings,
    };

    public override async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(PostgresServerProcess.WhyUnavailable is not null, PostgresServerProcess.WhyUnavailable ?? "");
        Database = await PostgresServerProcess.StartAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Database is not null) await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
