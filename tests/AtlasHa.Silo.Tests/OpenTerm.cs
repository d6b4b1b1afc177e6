using AtlasHa.Catalog;
using AtlasHa.Catalog.Types;
using AtlasHa.LeaderElection;
using AtlasHa.Silo.Health;
using AtlasHa.Silo.Terms;
using AtlasHa.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AtlasHa.Silo.Tests;

/// <summary>A term in office on a real store: catalogue open, gate open.</summary>
internal sealed class OpenTerm : IElectionControl, IAsyncDisposable
{
    private readonly string _folder;
    private readonly CancellationTokenSource _ended = new();
    private MetadataCatalog? _catalog;

    private OpenTerm(string folder)
    {
        _folder = folder;
        Store = new SqliteCatalogStore(
            new SqliteStoreOptions { Path = Path.Combine(folder, "atlas.db") }, TimeProvider.System, NullLogger<SqliteCatalogStore>.Instance);
        Health = new StoreHealth(Options.Create(new ActiveInstanceOptions()), Time);
        Requests = new TermRequests(Gate, Store, Health, this);
    }

    /// <summary>The clock of <see cref="Health"/>.</summary>
    public FakeTimeProvider Time { get; } = new();

    public SqliteCatalogStore Store { get; }

    public RequestGate Gate { get; } = new();

    public StoreHealth Health { get; }

    public TermRequests Requests { get; }

    /// <summary>Why a step-down was asked for.</summary>
    public string? StepDown { get; private set; }

    /// <param name="epoch">The term's.</param>
    /// <param name="lease">The term's lease; null for one that is never valid.</param>
    /// <param name="earlierLeasesOver">Null when there were none.</param>
    public static async Task<OpenTerm> NewAsync(long epoch = 1, Lease? lease = null, Task? earlierLeasesOver = null)
    {
        var open = new OpenTerm(Directory.CreateTempSubdirectory("atlas-ha-silo-").FullName);
        await open.Store.InitializeAsync(CancellationToken.None);
        (await open.Store.TryClaimEpochAsync(epoch, "id1", CancellationToken.None)).ShouldBeTrue();
        await open.OpenAsync(epoch, lease ?? Lease.None, earlierLeasesOver ?? Task.CompletedTask);
        return open;
    }

    /// <summary>Another instance takes office in the store; this one has not heard of it yet.</summary>
    public async Task SupersedeAsync(long epoch) => (await Store.TryClaimEpochAsync(epoch, "id2", CancellationToken.None)).ShouldBeTrue();

    /// <summary>This instance leaves office and takes it again.</summary>
    public async Task NextTermAsync(long epoch, Lease lease)
    {
        await Gate.CloseAsync(CancellationToken.None);
        await _catalog!.DisposeAsync();
        (await Store.TryClaimEpochAsync(epoch, "id1", CancellationToken.None)).ShouldBeTrue();
        await OpenAsync(epoch, lease, Task.CompletedTask);
    }

    public void RequestStepDown(long epoch, string reason) => StepDown = reason;

    public async ValueTask DisposeAsync()
    {
        await _catalog!.DisposeAsync();
        await Store.DisposeAsync();
        _ended.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task OpenAsync(long epoch, Lease lease, Task earlierLeasesOver)
    {
        // The core types are there from an earlier term, so that opening changes nothing.
        await (await OpenCatalogAsync(epoch, Task.CompletedTask)).DisposeAsync();
        _catalog = await OpenCatalogAsync(epoch, earlierLeasesOver);
        Gate.Open(new Term(epoch, _ended.Token) { Lease = lease, EarlierLeasesOver = earlierLeasesOver }, _catalog);
    }

    private Task<MetadataCatalog> OpenCatalogAsync(long epoch, Task typeChangesFrom) => MetadataCatalog.OpenAsync(
        Store, epoch, new CatalogOptions(), TimeProvider.System, NullLoggerFactory.Instance, new KnownTypes(), typeChangesFrom, CancellationToken.None);
}
