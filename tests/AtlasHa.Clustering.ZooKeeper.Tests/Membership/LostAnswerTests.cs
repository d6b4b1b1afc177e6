using AtlasHa.Clustering.ZooKeeper.Tests.Harness;
using AtlasHa.TestKit;
using AtlasHa.ZooKeeper;

namespace AtlasHa.Clustering.ZooKeeper.Tests.Membership;

/// <summary>A write whose answer was lost is reported as what it was, and takes effect at most once.</summary>
public sealed class LostAnswerTests(ZooKeeperFixture zooKeeper) : IAsyncLifetime
{
    private FaultySessions _faults = null!;
    private TableHost _host = null!;
    private TableHost _other = null!;

    public async ValueTask InitializeAsync()
    {
        var chroot = await zooKeeper.NewChrootAsync();
        _faults = new FaultySessions(Sessions.Factory(chroot));
        _host = new TableHost("cluster", _faults);
        _other = new TableHost("cluster", chroot);
        await _host.Table.InitializeMembershipTableAsync(true);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        if (_other is not null)
            await _other.DisposeAsync();
    }

    [Fact]
    public async Task Insert_is_true_when_only_the_answer_was_lost()
    {
        var version = (await _host.Table.ReadAllAsync()).Version.Next();
        _faults.LoseNextAnswer();

        (await _host.Table.InsertRowAsync(Rows.Silo(1), version)).ShouldBeTrue();

        (await _other.Table.ReadAllAsync()).Version.Version.ShouldBe(version.Version);
    }

    [Fact]
    public async Task Insert_is_true_and_done_once_when_the_request_was_lost()
    {
        var version = (await _host.Table.ReadAllAsync()).Version.Next();
        _faults.LoseNextRequest();

        (await _host.Table.InsertRowAsync(Rows.Silo(1), version)).ShouldBeTrue();

        var read = await _other.Table.ReadAllAsync();
        read.Version.Version.ShouldBe(version.Version);
        Rows.Text(read.Row(1).Item1).ShouldBe(Rows.Text(Rows.Silo(1)));
    }

    [Fact]
    public async Task Insert_is_false_when_the_request_was_lost_and_another_silo_wrote_meanwhile()
    {
        var version = (await _host.Table.ReadAllAsync()).Version.Next();
        _faults.LoseNextRequest(then: () => _other.Table.AddAsync(Rows.Silo(2)));

        (await _host.Table.InsertRowAsync(Rows.Silo(1), version)).ShouldBeFalse();

        (await _other.Table.ReadAllAsync()).Members.ShouldHaveSingleItem().Item1.SiloAddress.ShouldBe(Rows.Address(2));
    }

    [Fact]
    public async Task Insert_is_true_when_the_answer_was_lost_and_another_silo_wrote_its_own_row_meanwhile()
    {
        var version = (await _host.Table.ReadAllAsync()).Version.Next();
        _faults.LoseNextAnswer(then: () => _other.Table.AddAsync(Rows.Silo(2)));

        (await _host.Table.InsertRowAsync(Rows.Silo(1), version)).ShouldBeTrue();
    }

    [Fact]
    public async Task Update_is_true_when_only_the_answer_was_lost()
    {
        var read = await _host.Table.AddAsync(Rows.Silo(1));
        _faults.LoseNextAnswer();

        (await _host.Table.UpdateRowAsync(Rows.Silo(1, SiloStatus.Dead), read.Row(1).Item2, read.Version.Next())).ShouldBeTrue();

        (await _other.Table.ReadAllAsync()).Version.Version.ShouldBe(read.Version.Version + 1);
    }

    [Fact]
    public async Task Update_is_false_when_the_request_was_lost_and_another_silo_wrote_the_row_meanwhile()
    {
        var read = await _host.Table.AddAsync(Rows.Silo(1));
        _faults.LoseNextRequest(then: () => _other.Table.UpdateRowAsync(Rows.Silo(1, SiloStatus.Dead), read.Row(1).Item2, read.Version.Next()));

        (await _host.Table.UpdateRowAsync(Rows.Silo(1, SiloStatus.ShuttingDown), read.Row(1).Item2, read.Version.Next())).ShouldBeFalse();

        (await _other.Table.ReadAllAsync()).Row(1).Item1.Status.ShouldBe(SiloStatus.Dead);
    }

    [Fact]
    public async Task Update_says_that_it_cannot_tell_when_the_row_was_written_again_before_the_answer_was_missed()
    {
        var read = await _host.Table.AddAsync(Rows.Silo(1));
        _faults.LoseNextAnswer(then: async () =>
        {
            var now = await _other.Table.ReadAllAsync();
            (await _other.Table.UpdateRowAsync(Rows.Silo(1, SiloStatus.Dead), now.Row(1).Item2, now.Version.Next())).ShouldBeTrue();
        });

        var failure = await Should.ThrowAsync<ZooKeeperException>(
            () => _host.Table.UpdateRowAsync(Rows.Silo(1, SiloStatus.ShuttingDown), read.Row(1).Item2, read.Version.Next()));

        failure.OutcomeUnknown.ShouldBeTrue();
        failure.Message.ShouldContain("nobody can tell");
    }

    [Fact]
    public async Task Conflict_is_not_tried_again()
    {
        var stale = await _host.Table.AddAsync(Rows.Silo(1));
        await _other.Table.AddAsync(Rows.Silo(2));
        var before = _faults.Transactions;

        (await _host.Table.UpdateRowAsync(Rows.Silo(1), stale.Row(1).Item2, stale.Version.Next())).ShouldBeFalse();

        (_faults.Transactions - before).ShouldBe(1);
    }

    [Fact]
    public async Task Cleanup_deletes_the_row_when_only_the_answer_was_lost()
    {
        await _host.Table.AddAsync(Rows.Silo(1, SiloStatus.Dead));
        _faults.LoseNextAnswer();

        await _host.Table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(Rows.Start.AddDays(1)));

        (await _other.Table.ReadAllAsync()).Members.ShouldBeEmpty();
    }
}
