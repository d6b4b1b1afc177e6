using AtlasHa.Clustering.ZooKeeper.Tests.Harness;
using AtlasHa.TestKit;
using AtlasHa.ZooKeeper;

namespace AtlasHa.Clustering.ZooKeeper.Tests.Membership;

/// <summary>Nodes that should not be there, or not like this, must not take the cluster down.</summary>
public sealed class ForeignNodesTests(ZooKeeperFixture zooKeeper) : IAsyncLifetime
{
    private const string Row1 = "/cluster/10.0.0.1:11111@1001";

    private TableHost _host = null!;
    private IZooKeeperClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        var chroot = await zooKeeper.NewChrootAsync();
        _client = Sessions.Factory(chroot).Create();
        _host = new TableHost("cluster", chroot);
        await _host.Table.InitializeMembershipTableAsync(true);
        await _host.Table.AddAsync(Rows.Silo(1));
        await _host.Table.AddAsync(Rows.Silo(2));
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        if (_client is not null)
            await _client.DisposeAsync();
    }

    [Theory]
    [InlineData("election")]
    [InlineData("10.0.0.9:11111")]
    [InlineData("10.0.0.9:x@1")]
    [InlineData("10.0.0.9:011111@1")]
    [InlineData("@")]
    public async Task Child_that_is_no_silo_is_ignored_with_a_warning(string name)
    {
        await _client.CreateAsync($"/cluster/{name}", "anything"u8.ToArray(), CreateMode.Persistent);

        (await _host.Table.ReadAllAsync()).Members.Count.ShouldBe(2);

        _host.Log.Warnings.ShouldContain(warning => warning.Contains($"/cluster/{name} ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Row_that_cannot_be_read_is_left_out_with_a_warning()
    {
        await _client.SetDataAsync(Row1, "{broken"u8.ToArray());

        (await _host.Table.ReadAllAsync()).Members.ShouldHaveSingleItem().Item1.SiloAddress.ShouldBe(Rows.Address(2));

        _host.Log.Warnings.ShouldContain(warning => warning.Contains(Row1, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Row_without_a_heartbeat_has_its_start_time()
    {
        await _client.DeleteAsync($"{Row1}/IAmAlive");

        (await _host.Table.ReadAllAsync()).Row(1).Item1.IAmAliveTime.ShouldBe(Rows.Start);

        _host.Log.Warnings.ShouldContain(warning => warning.Contains(Row1, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Row_whose_heartbeat_cannot_be_read_has_its_start_time()
    {
        await _client.SetDataAsync($"{Row1}/IAmAlive", "soon"u8.ToArray());

        (await _host.Table.ReadAllAsync()).Row(1).Item1.IAmAliveTime.ShouldBe(Rows.Start);

        _host.Log.Warnings.ShouldContain(warning => warning.Contains($"{Row1}/IAmAlive", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Heartbeat_comes_back_when_its_node_was_deleted()
    {
        await _client.DeleteAsync($"{Row1}/IAmAlive");
        var row = Rows.Silo(1);
        row.IAmAliveTime = Rows.Start.AddHours(1);

        await _host.Table.UpdateIAmAliveAsync(row);

        (await _host.Table.ReadAllAsync()).Row(1).Item1.IAmAliveTime.ShouldBe(row.IAmAliveTime);
    }

    [Fact]
    public async Task Heartbeat_fails_when_the_silo_has_no_row()
        => (await Should.ThrowAsync<ZooKeeperException>(() => _host.Table.UpdateIAmAliveAsync(Rows.Silo(3)))).Code.ShouldBe(ErrorCode.NoNode);

    [Fact]
    public async Task Cleanup_leaves_a_row_with_foreign_children_and_takes_the_others()
    {
        await _host.Table.AddAsync(Rows.Silo(3, SiloStatus.Dead));
        await _host.Table.AddAsync(Rows.Silo(4, SiloStatus.Dead));
        await _client.CreateAsync("/cluster/10.0.0.3:11111@1003/mine", "x"u8.ToArray(), CreateMode.Persistent);

        await _host.Table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(Rows.Start.AddDays(1)));

        (await _host.Table.ReadAllAsync()).Members.Select(member => member.Item1.SiloAddress).Order()
            .ShouldBe(new[] { 1, 2, 3 }.Select(Rows.Address).Order());
    }

    [Fact]
    public async Task Dead_row_without_a_heartbeat_is_cleaned_up()
    {
        await _host.Table.AddAsync(Rows.Silo(3, SiloStatus.Dead));
        await _client.DeleteAsync("/cluster/10.0.0.3:11111@1003/IAmAlive");

        await _host.Table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(Rows.Start.AddDays(1)));

        (await _host.Table.ReadAllAsync()).Members.Count.ShouldBe(2);
    }
}
