using System.Collections.Concurrent;
using AtlasHa.Clustering.ZooKeeper.Tests.Harness;
using AtlasHa.TestKit;

namespace AtlasHa.Clustering.ZooKeeper.Tests.Membership;

/// <summary>
/// Upstream's reads failed, or mixed versions, when rows changed or went while they ran (dotnet/orleans #5137). Here every
/// write carries the table version that it makes, so that each view can be checked against the history of all writes.
/// </summary>
public sealed class ChurnTests(ZooKeeperFixture zooKeeper)
{
    private const int Writers = 3;
    private const int WritesEach = 40;

    private readonly ConcurrentDictionary<int, int> _rowWrittenAt = new();
    private readonly ConcurrentBag<MembershipTableData> _views = [];

    [Fact]
    public async Task ReadAll_is_one_consistent_view_while_rows_change_come_and_go()
    {
        var chroot = await zooKeeper.NewChrootAsync();
        var hosts = Enumerable.Range(0, Writers + 3).Select(_ => new TableHost("cluster", chroot)).ToList();
        try
        {
            await hosts[0].Table.InitializeMembershipTableAsync(true);
            for (var number = 1; number <= Writers; number++)
                await InsertStampedAsync(hosts[0].Table, number, SiloStatus.Active);

            var writing = Task.WhenAll([.. Enumerable.Range(1, Writers).Select(number => WriteAsync(hosts[number].Table, number)), ComeAndGoAsync(hosts[0].Table)]);
            var reading = Task.WhenAll(hosts[^2..].Select(host => ReadUntilAsync(host.Table, writing)));
            await Eventually.DoneAsync("writers and readers are done", Task.WhenAll(writing, reading), TestTimeouts.Long);
        }
        finally
        {
            foreach (var host in hosts)
                await host.DisposeAsync();
        }

        _rowWrittenAt.Keys.Order().ShouldBe(Enumerable.Range(1, _rowWrittenAt.Count), "each version has exactly one writer");
        _views.Select(view => view.Version.Version).Distinct().Count().ShouldBeGreaterThan(Writers, "the readers saw the table change");
        foreach (var view in _views)
            ShouldBeTheTableAtItsVersion(view);
    }

    private void ShouldBeTheTableAtItsVersion(MembershipTableData view)
    {
        var last = new Dictionary<int, int>();
        for (var version = 1; version <= view.Version.Version; version++)
            last[_rowWrittenAt[version]] = version;

        var stamps = view.Members.ToDictionary(member => Number(member.Item1), member => member.Item1.UpdateZone);
        foreach (var (number, stamp) in stamps)
            stamp.ShouldBe(last[number], $"row {number} in the view of version {view.Version.Version}");
        for (var number = 1; number <= Writers; number++)
            stamps.ShouldContainKey(number);
    }

    private async Task WriteAsync(IMembershipTable table, int number)
    {
        for (var done = 0; done < WritesEach;)
        {
            var read = await table.ReadAllAsync();
            var (row, etag) = read.Row(number);
            var next = read.Version.Next();
            row.UpdateZone = next.Version;
            if (!await table.UpdateRowAsync(row, etag, next))
                continue;
            _rowWrittenAt[next.Version] = number;
            done++;
        }
    }

    /// <summary>Rows that are dead from the start, and cleaned away as soon as they are there.</summary>
    private async Task ComeAndGoAsync(IMembershipTable table)
    {
        for (var number = 100; number < 100 + WritesEach; number++)
        {
            await InsertStampedAsync(table, number, SiloStatus.Dead);
            await table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(Rows.Start.AddDays(1)));
        }
    }

    private async Task ReadUntilAsync(IMembershipTable table, Task end)
    {
        do
            _views.Add(await table.ReadAllAsync());
        while (!end.IsCompleted);
    }

    private async Task InsertStampedAsync(IMembershipTable table, int number, SiloStatus status)
    {
        while (true)
        {
            var next = (await table.ReadAllAsync()).Version.Next();
            var row = Rows.Silo(number, status);
            row.UpdateZone = next.Version;
            if (!await table.InsertRowAsync(row, next))
                continue;
            _rowWrittenAt[next.Version] = number;
            return;
        }
    }

    private static int Number(MembershipEntry row) => row.SiloAddress.Generation - 1_000;
}
