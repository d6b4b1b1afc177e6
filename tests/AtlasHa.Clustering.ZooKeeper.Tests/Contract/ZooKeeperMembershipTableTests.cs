using AtlasHa.Clustering.ZooKeeper.Tests.Harness;
using AtlasHa.TestKit;

namespace AtlasHa.Clustering.ZooKeeper.Tests.Contract;

/// <summary>The contract on a real server; every table has its own session.</summary>
public sealed class ZooKeeperMembershipTableTests(ZooKeeperFixture zooKeeper) : MembershipTableContract, IAsyncLifetime
{
    private readonly List<TableHost> _hosts = [];
    private string _connectionString = "";

    protected override string ClusterId => "contract";

    public async ValueTask InitializeAsync() => _connectionString = await zooKeeper.NewChrootAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
    }

    protected override IMembershipTable OpenTable()
    {
        var host = new TableHost(ClusterId, _connectionString);
        _hosts.Add(host);
        return host.Table;
    }
}
