using AtlasHa.Catalog;
using AtlasHa.Catalog.Model.Audit;
using AtlasHa.Catalog.Types;
using AtlasHa.LeaderElection;
using AtlasHa.Silo.Terms;
using AtlasHa.Storage.Sqlite;
using AtlasHa.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AtlasHa.Silo.Tests;

/// <summary>Who is active is noted behind the take-over, once for each term, and the start of the process with the first.</summary>
public sealed class ServerAuditTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atlas-ha-server-audit-").FullName;
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private SqliteCatalogStore _store = null!;
    private MetadataCatalog _catalog = null!;
    private ServerAudit _audit = null!;
    private long _epoch;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = new SqliteCatalogStore(
            new SqliteStoreOptions { Path = Path.Combine(_folder, "atlas.db") }, TimeProvider.System, NullLogger<SqliteCatalogStore>.Instance);
        await _store.InitializeAsync(Cancel);
        await NextTermAsync();
        _audit = new ServerAudit(Options.Create(new LeaderElectionOptions { InstanceId = "id1" }), _time, NullLogger<ServerAudit>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _audit.Dispose();
        await _catalog.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_is_written_a_moment_after_the_term_began()
    {
        var begun = _time.GetUtcNow().ToUnixTimeMilliseconds();
        _audit.Start(_catalog);

        await Eventually.TrueAsync("both entries are there", async () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(300));
            return (await ServerEntriesAsync()).Count == 2;
        });

        var entries = await ServerEntriesAsync();
        entries.Select(entry => (entry.Operation, entry.ClientId)).ShouldBe([("SERVER_START", "id1"), ("SERVER_STATE_ACTIVE", "id1")]);
        entries[1].StartTime.ShouldBe(begun);
        await _audit.StopAsync(Cancel);
        (await ServerEntriesAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Term_that_is_over_at_once_has_its_entry_and_the_next_one_does_not_repeat_the_start()
    {
        _audit.Start(_catalog);
        await _audit.StopAsync(Cancel);
        (await ServerEntriesAsync()).Count.ShouldBe(2);

        await NextTermAsync();
        _audit.Start(_catalog);
        await _audit.StopAsync(Cancel);

        (await ServerEntriesAsync()).Select(entry => entry.Operation).ShouldBe(["SERVER_START", "SERVER_STATE_ACTIVE", "SERVER_STATE_ACTIVE"]);
    }

    [Fact]
    public async Task Superseded_instance_leaves_without_an_entry_and_without_an_error()
    {
        _audit.Start(_catalog);
        (await _store.TryClaimEpochAsync(++_epoch, "id2", Cancel)).ShouldBeTrue();

        await _audit.StopAsync(Cancel);

        await ReopenAsync();
        (await ServerEntriesAsync()).ShouldBeEmpty();
    }

    private async Task<IReadOnlyList<AtlasAuditEntry>> ServerEntriesAsync() =>
        [.. (await _catalog.AdminAudit.FindAsync(new AuditSearchParameters(), Cancel)).Where(entry => entry.Operation.StartsWith("SERVER", StringComparison.Ordinal))];

    private async Task NextTermAsync()
    {
        (await _store.TryClaimEpochAsync(++_epoch, "id1", Cancel)).ShouldBeTrue();
        await ReopenAsync();
    }

    private async Task ReopenAsync()
    {
        if (_catalog is not null) await _catalog.DisposeAsync();
        _catalog = await MetadataCatalog.OpenAsync(
            _store, _epoch, new CatalogOptions(), TimeProvider.System, NullLoggerFactory.Instance, new KnownTypes(), Task.CompletedTask, Cancel);
    }
}
