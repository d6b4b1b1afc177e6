using AtlasHa.Clustering.ZooKeeper.Tests.Harness;

namespace AtlasHa.Clustering.ZooKeeper.Tests.Contract;

/// <summary>
/// What the documentation of Orleans 10.4.2's <see cref="IMembershipTable"/> (and of the snapshot that is made from it) demands
/// of any table, one clause a test. A table that derives from this has the whole contract tested.
/// </summary>
public abstract class MembershipTableContract
{
    /// <summary>Another table of the same cluster, as another silo would have it; not initialized.</summary>
    protected abstract IMembershipTable OpenTable();

    /// <summary>The name of the cluster whose tables <see cref="OpenTable"/> opens.</summary>
    protected abstract string ClusterId { get; }

    private async Task<IMembershipTable> StartAsync()
    {
        var table = OpenTable();
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true);
        return table;
    }

    [Fact]
    public async Task Initialize_may_run_on_many_silos_at_once_and_again()
    {
        var tables = Enumerable.Range(0, 5).Select(_ => OpenTable()).ToList();
        await Task.WhenAll(tables.Select(table => table.InitializeMembershipTableAsync(true)));
        var before = await tables[0].AddAsync(Rows.Silo(1));

        await tables[1].InitializeMembershipTableAsync(true);

        Rows.Text(await tables[2].ReadAllAsync()).ShouldBe(Rows.Text(before));
    }

    [Fact]
    public async Task Table_is_empty_and_has_a_version_when_it_is_new()
    {
        var table = await StartAsync();

        var read = await table.ReadAllAsync();

        read.Members.ShouldBeEmpty();
        read.Version.VersionEtag.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Insert_adds_the_row_with_all_its_fields_for_every_silo_to_see()
    {
        var table = await StartAsync();
        var row = Rows.Silo(1);
        row.RoleName = "role";
        row.UpdateZone = 3;
        row.FaultZone = 4;
        row.SuspectTimes = [Tuple.Create(Rows.Address(2), Rows.Start.AddTicks(1234567))];

        await table.AddAsync(row);

        var other = await OpenTable().ReadRowAsync(row.SiloAddress);
        Rows.Text(other.Members.ShouldHaveSingleItem().Item1).ShouldBe(Rows.Text(row));
    }

    [Fact]
    public async Task Insert_moves_the_table_to_the_given_version_with_a_new_etag()
    {
        var table = await StartAsync();
        var before = (await table.ReadAllAsync()).Version;

        (await table.InsertRowAsync(Rows.Silo(1), before.Next())).ShouldBeTrue();

        var after = (await table.ReadAllAsync()).Version;
        after.Version.ShouldBe(before.Version + 1);
        after.VersionEtag.ShouldNotBe(before.VersionEtag);
    }

    [Fact]
    public async Task Insert_returns_false_and_changes_nothing_when_the_row_exists()
    {
        var table = await StartAsync();
        var before = await table.AddAsync(Rows.Silo(1));

        (await table.InsertRowAsync(Rows.Silo(1, SiloStatus.Dead), before.Version.Next())).ShouldBeFalse();

        Rows.Text(await table.ReadAllAsync()).ShouldBe(Rows.Text(before));
    }

    [Fact]
    public async Task Insert_returns_false_and_changes_nothing_when_the_table_has_moved_on()
    {
        var table = await StartAsync();
        var stale = (await table.ReadAllAsync()).Version;
        var before = await table.AddAsync(Rows.Silo(1));

        (await table.InsertRowAsync(Rows.Silo(2), stale.Next())).ShouldBeFalse();

        Rows.Text(await table.ReadAllAsync()).ShouldBe(Rows.Text(before));
    }

    [Theory]
    [InlineData("not an etag of this table")]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("99")]
    public async Task Writes_return_false_and_change_nothing_when_the_table_never_gave_out_the_etag(string etag)
    {
        var table = await StartAsync();
        var before = await table.AddAsync(Rows.Silo(1));
        var wrong = new TableVersion(before.Version.Version + 1, etag);

        (await table.InsertRowAsync(Rows.Silo(2), wrong)).ShouldBeFalse();
        (await table.UpdateRowAsync(Rows.Silo(1, SiloStatus.Dead), before.Row(1).Item2, wrong)).ShouldBeFalse();
        (await table.UpdateRowAsync(Rows.Silo(1, SiloStatus.Dead), etag, before.Version.Next())).ShouldBeFalse();

        Rows.Text(await table.ReadAllAsync()).ShouldBe(Rows.Text(before));
    }

    [Fact]
    public async Task Update_replaces_the_row_and_moves_the_table_to_the_given_version()
    {
        var table = await StartAsync();
        var before = await table.AddAsync(Rows.Silo(1));
        var row = Rows.Silo(1, SiloStatus.Dead);
        row.SuspectTimes = [Tuple.Create(Rows.Address(2), Rows.Start)];

        (await table.UpdateRowAsync(row, before.Row(1).Item2, before.Version.Next())).ShouldBeTrue();

        var after = await OpenTable().ReadAllAsync();
        Rows.Text(after.Row(1).Item1).ShouldBe(Rows.Text(row));
        after.Row(1).Item2.ShouldNotBe(before.Row(1).Item2);
        after.Version.Version.ShouldBe(before.Version.Version + 1);
        after.Version.VersionEtag.ShouldNotBe(before.Version.VersionEtag);
    }

    [Fact]
    public async Task Update_returns_false_and_changes_nothing_when_there_is_no_such_row()
    {
        var table = await StartAsync();
        var before = await table.AddAsync(Rows.Silo(1));

        (await table.UpdateRowAsync(Rows.Silo(2), before.Row(1).Item2, before.Version.Next())).ShouldBeFalse();

        Rows.Text(await table.ReadAllAsync()).ShouldBe(Rows.Text(before));
    }

    [Fact]
    public async Task Update_returns_false_and_changes_nothing_when_the_table_has_moved_on()
    {
        var table = await StartAsync();
        var stale = await table.AddAsync(Rows.Silo(1));
        var before = await table.AddAsync(Rows.Silo(2));

        (await table.UpdateRowAsync(Rows.Silo(1, SiloStatus.Dead), stale.Row(1).Item2, stale.Version.Next())).ShouldBeFalse();

        Rows.Text(await table.ReadAllAsync()).ShouldBe(Rows.Text(before));
    }

    [Fact]
    public async Task Update_returns_false_and_changes_nothing_when_the_row_has_moved_on()
    {
        var table = await StartAsync();
        var stale = await table.AddAsync(Rows.Silo(1));
        (await table.UpdateRowAsync(Rows.Silo(1, SiloStatus.ShuttingDown), stale.Row(1).Item2, stale.Version.Next())).ShouldBeTrue();
        var before = await table.ReadAllAsync();

        (await table.UpdateRowAsync(Rows.Silo(1, SiloStatus.Active), stale.Row(1).Item2, before.Version.Next())).ShouldBeFalse();

        Rows.Text(await table.ReadAllAsync()).ShouldBe(Rows.Text(before));
    }

    [Fact]
    public async Task Update_leaves_the_heartbeat_to_its_silo()
    {
        var table = await StartAsync();
        var before = await table.AddAsync(Rows.Silo(1));
        var beating = Rows.Silo(1);
        beating.IAmAliveTime = Rows.Start.AddHours(1);
        await table.UpdateIAmAliveAsync(beating);

        // Another silo writes what it read before the heartbeat.
        (await table.UpdateRowAsync(Rows.Silo(1, SiloStatus.ShuttingDown), before.Row(1).Item2, before.Version.Next())).ShouldBeTrue();

        (await table.ReadAllAsync()).Row(1).Item1.IAmAliveTime.ShouldBe(beating.IAmAliveTime);
    }

    [Fact]
    public async Task ReadRow_gives_one_row_and_the_version_of_the_table()
    {
        var table = await StartAsync();
        await table.AddAsync(Rows.Silo(1));
        var all = await table.AddAsync(Rows.Silo(2));

        var read = await table.ReadRowAsync(Rows.Address(2));

        Rows.Text(read).ShouldBe(Rows.Text(new MembershipTableData(all.Row(2), all.Version)));
    }

    [Fact]
    public async Task ReadRow_gives_no_row_and_the_version_of_the_table_when_there_is_no_such_row()
    {
        var table = await StartAsync();
        var all = await table.AddAsync(Rows.Silo(1));

        var read = await table.ReadRowAsync(Rows.Address(2));

        Rows.Text(read).ShouldBe(Rows.Text(new MembershipTableData(all.Version)));
    }

    [Fact]
    public async Task Heartbeat_changes_the_time_and_nothing_else()
    {
        var table = await StartAsync();
        await table.AddAsync(Rows.Silo(2));
        var before = await table.AddAsync(Rows.Silo(1));
        var row = Rows.Silo(1, SiloStatus.Dead);
        row.HostName = "not this column";
        row.IAmAliveTime = Rows.Start.AddHours(1).AddTicks(7);

        await table.UpdateIAmAliveAsync(row);

        before.Row(1).Item1.IAmAliveTime = row.IAmAliveTime;
        Rows.Text(await table.ReadAllAsync()).ShouldBe(Rows.Text(before));
    }

    [Fact]
    public async Task Update_works_with_what_was_read_before_heartbeats()
    {
        var table = await StartAsync();
        var read = await table.AddAsync(Rows.Silo(1));
        for (var beat = 0; beat < 3; beat++)
            await table.UpdateIAmAliveAsync(Rows.Silo(1));

        (await table.UpdateRowAsync(Rows.Silo(1, SiloStatus.Dead), read.Row(1).Item2, read.Version.Next())).ShouldBeTrue();
    }

    [Fact]
    public async Task Cleanup_removes_dead_rows_that_were_last_updated_before_the_date_and_no_others()
    {
        var table = await StartAsync();
        var limit = new DateTimeOffset(Rows.Start.AddDays(7));
        await table.AddAsync(Aged(1, SiloStatus.Dead, limit.UtcDateTime.AddTicks(-1)));
        await table.AddAsync(Aged(2, SiloStatus.Dead, limit.UtcDateTime));
        await table.AddAsync(Aged(3, SiloStatus.Active, limit.UtcDateTime.AddDays(-1)));
        await table.AddAsync(Aged(4, SiloStatus.None, limit.UtcDateTime.AddDays(-1)));
        var voted = Aged(5, SiloStatus.Dead, limit.UtcDateTime.AddDays(-1));
        voted.SuspectTimes = [Tuple.Create(Rows.Address(3), limit.UtcDateTime.AddDays(-2)), Tuple.Create(Rows.Address(2), limit.UtcDateTime)];
        await table.AddAsync(voted);
        var restarted = Aged(6, SiloStatus.Dead, limit.UtcDateTime.AddDays(-1));
        restarted.StartTime = limit.UtcDateTime;
        await table.AddAsync(restarted);

        await table.CleanupDefunctSiloEntriesAsync(limit);

        (await table.ReadAllAsync()).Members.Select(member => member.Item1.SiloAddress).Order()
            .ShouldBe(new[] { 2, 3, 4, 5, 6 }.Select(Rows.Address).Order());
    }

    [Fact]
    public async Task Cleanup_compares_instants_and_not_clock_faces()
    {
        var table = await StartAsync();
        var updated = Rows.Start.AddHours(1);
        await table.AddAsync(Aged(1, SiloStatus.Dead, updated));

        // 90 minutes later on its own clock face, 30 minutes earlier in fact.
        await table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(updated.AddMinutes(90).Ticks, TimeSpan.FromHours(2)));
        (await table.ReadAllAsync()).Members.Count.ShouldBe(1);

        await table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(updated.AddMinutes(-90).Ticks, TimeSpan.FromHours(-2)));
        (await table.ReadAllAsync()).Members.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cleanup_lets_writes_go_on_that_were_prepared_before_it()
    {
        var table = await StartAsync();
        await table.AddAsync(Aged(1, SiloStatus.Dead, Rows.Start));
        var read = await table.AddAsync(Rows.Silo(2, SiloStatus.Joining));

        await table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(Rows.Start.AddDays(1)));

        (await table.UpdateRowAsync(Rows.Silo(2), read.Row(2).Item2, read.Version.Next())).ShouldBeTrue();
    }

    [Fact]
    public async Task Delete_removes_all_entries_of_the_cluster()
    {
        var table = await StartAsync();
        await table.AddAsync(Rows.Silo(1));
        await table.AddAsync(Rows.Silo(2));

        await table.DeleteMembershipTableEntriesAsync(ClusterId);

        await table.InitializeMembershipTableAsync(true);
        (await table.ReadAllAsync()).Members.ShouldBeEmpty();
    }

    [Fact]
    public async Task Delete_leaves_other_clusters_alone()
    {
        var table = await StartAsync();
        var before = await table.AddAsync(Rows.Silo(1));

        await table.DeleteMembershipTableEntriesAsync(ClusterId + "-other");

        Rows.Text(await table.ReadAllAsync()).ShouldBe(Rows.Text(before));
    }

    [Fact]
    public async Task One_of_many_silos_wins_when_all_write_at_the_same_version()
    {
        await StartAsync();
        var tables = Enumerable.Range(1, 6).Select(_ => OpenTable()).ToList();
        var version = (await tables[0].ReadAllAsync()).Version.Next();

        var inserted = await Task.WhenAll(tables.Select((table, number) => table.InsertRowAsync(Rows.Silo(number + 1), version)));
        inserted.Count(won => won).ShouldBe(1);

        var read = await tables[0].ReadAllAsync();
        var (row, etag) = read.Members.ShouldHaveSingleItem();
        var updated = await Task.WhenAll(tables.Select(table => table.UpdateRowAsync(row, etag, read.Version.Next())));
        updated.Count(won => won).ShouldBe(1);
        (await tables[0].ReadAllAsync()).Version.Version.ShouldBe(read.Version.Version + 1);
    }

    [Fact]
    public async Task Methods_without_a_token_do_the_same()
    {
        var table = OpenTable();
#pragma warning disable CS0618 // Orleans still declares them, so they must work.
        await table.InitializeMembershipTable(true);
        (await table.InsertRow(Rows.Silo(1), (await table.ReadAll()).Version.Next())).ShouldBeTrue();
        var read = await table.ReadRow(Rows.Address(1));
        (await table.UpdateRow(Rows.Silo(1, SiloStatus.Dead), read.Row(1).Item2, read.Version.Next())).ShouldBeTrue();
        var beating = Rows.Silo(1);
        beating.IAmAliveTime = Rows.Start.AddMinutes(5);
        await table.UpdateIAmAlive(beating);
        (await table.ReadAll()).Row(1).Item1.IAmAliveTime.ShouldBe(beating.IAmAliveTime);
        await table.CleanupDefunctSiloEntries(new DateTimeOffset(Rows.Start.AddDays(1)));
        (await table.ReadAll()).Members.ShouldBeEmpty();
        await table.DeleteMembershipTableEntries(ClusterId);
#pragma warning restore CS0618
    }

    [Fact]
    public async Task Everything_stops_when_it_is_cancelled()
    {
        var table = await StartAsync();
        var read = await table.AddAsync(Rows.Silo(1));
        var cancelled = new CancellationToken(canceled: true);

        await Should.ThrowAsync<OperationCanceledException>(() => table.ReadAllAsync(cancelled));
        await Should.ThrowAsync<OperationCanceledException>(() => table.ReadRowAsync(Rows.Address(1), cancelled));
        await Should.ThrowAsync<OperationCanceledException>(() => table.InsertRowAsync(Rows.Silo(2), read.Version.Next(), cancelled));
        await Should.ThrowAsync<OperationCanceledException>(() => table.UpdateRowAsync(Rows.Silo(1), read.Row(1).Item2, read.Version.Next(), cancelled));
        await Should.ThrowAsync<OperationCanceledException>(() => table.UpdateIAmAliveAsync(Rows.Silo(1), cancelled));
        await Should.ThrowAsync<OperationCanceledException>(() => table.CleanupDefunctSiloEntriesAsync(DateTimeOffset.UtcNow, cancelled));
        await Should.ThrowAsync<OperationCanceledException>(() => table.DeleteMembershipTableEntriesAsync(ClusterId, cancelled));
        Rows.Text(await table.ReadAllAsync()).ShouldBe(Rows.Text(read));
    }

    private static MembershipEntry Aged(int number, SiloStatus status, DateTime lastSeen)
    {
        var row = Rows.Silo(number, status);
        row.StartTime = Rows.Start.AddDays(-30);
        row.IAmAliveTime = lastSeen;
        return row;
    }
}
