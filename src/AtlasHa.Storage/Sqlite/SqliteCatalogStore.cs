using AtlasHa.Catalog.Storage;
using AtlasHa.Storage.Sqlite.Fencing;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Storage.Sqlite;

/// <summary>
/// The fenced store in one SQLite file in WAL mode, for instances on one machine. SQLite's write lock makes writers take turns over all
/// processes; a claim takes its turn like a write, so that it waits for the write in flight, and every later write of a lower epoch is
/// refused within its own transaction. A process that holds the lock and has lost the right to write is killed; see <see cref="Fence"/>.
/// <para>Reads complete synchronously (microseconds); a commit blocks its thread until the log is on disk.</para>
/// </summary>
public sealed class SqliteCatalogStore : ICatalogStore, IStoreOutlook
{
    private readonly SqliteStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SqliteSessionPool _readers;
    private readonly WriteLock _writeLock;
    private readonly SemaphoreSlim _writing = new(1);
    private SqliteSession? _idleWriter;
    private long _lastContact;
    private volatile bool _disposed;

    /// <exception cref="ArgumentException">The options are not valid; says which.</exception>
    public SqliteCatalogStore(SqliteStoreOptions options, TimeProvider time, ILogger<SqliteCatalogStore> logger)
    {
        var validated = new SqliteStoreOptionsValidator().Validate(null, options);
        if (validated.Failed)
            throw new ArgumentException(validated.FailureMessage, nameof(options));
        _options = options;
        _time = time;
        _logger = logger;
        _readers = new(() => SqliteSession.Open(options.Path, readOnly: true, options.BusyTimeout));
        _writeLock = new(options, new Fence(logger), time);
    }

    public TimeSpan? SinceLastContact => Interlocked.Read(ref _lastContact) is var last and not 0 ? _time.GetElapsedTime(last) : null;

    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await new SqliteMigrator(_options, _writeLock, _logger).MigrateAsync(cancellationToken).ConfigureAwait(false);
        Touch();
    }

    public Task<EpochRecord> ReadEpochAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var session = _readers.Rent();
        try
        {
            var record = session.ReadEpoch();
            Touch();
            return Task.FromResult(record);
        }
        finally
        {
            _readers.Return(session);
        }
    }

    public ValueTask RequireEpochAsync(long epoch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var session = _readers.Rent();
        try
        {
            RequireEpoch(session, epoch);
            return default;
        }
        finally
        {
            _readers.Return(session);
        }
    }

    public async Task<bool> TryClaimEpochAsync(long epoch, string instanceId, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epoch);
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        if ((await ReadEpochAsync(cancellationToken).ConfigureAwait(false)).Epoch >= epoch)
            return false;
        var session = await LockAsync(epoch, cancellationToken).ConfigureAwait(false);
        try
        {
            // Another instance may have migrated the file since this one opened it.
            SqliteMigrator.ReadSchemaVersion(session, _options.Path);
            if (session.ReadEpoch().Epoch >= epoch)
                return false;
            var self = ProcessIdentity.Current;
            session.Execute(Sql.UpdateEpoch, epoch, instanceId);
            session.Execute(Sql.PutClaimant, self.Host, self.Pid, self.StartTime, epoch, instanceId);
            session.Commit();
            Touch();
            return true;
        }
        finally
        {
            Unlock(session);
        }
    }

    public Task<ICatalogReader> OpenReaderAsync(long epoch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var session = _readers.Rent();
        try
        {
            session.Begin();
            // The transaction's first read takes its snapshot: the epoch and all that follows are of the same moment.
            RequireEpoch(session, epoch);
            return Task.FromResult<ICatalogReader>(new SqliteReader(session, epoch, EndRead));
        }
        catch
        {
            EndRead(session);
            throw;
        }
    }

    public async Task<ICatalogWriter> BeginWriteAsync(long epoch, CancellationToken cancellationToken)
    {
        var session = await LockAsync(epoch, cancellationToken).ConfigureAwait(false);
        try
        {
            RequireEpoch(session, epoch);
            return new SqliteWriter(session, epoch, Unlock, Touch);
        }
        catch
        {
            Unlock(session);
            throw;
        }
    }

    public string? FindConcern()
    {
        // By folder: opening and closing the file itself would drop the locks that SQLite holds on it in this process.
        var folder = Path.GetDirectoryName(Path.GetFullPath(_options.Path))!;
        long free;
        try
        {
            free = new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"the folder {folder} of the database cannot be looked at ({failure.Message}): put it back, or give this user access";
        }
        return free < _options.MinFreeBytes
            ? $"the disk of the database {_options.Path} has only {free / 1024} KiB left of the {_options.MinFreeBytes / 1024} KiB that it should have: free space on it"
            : null;
    }

    /// <summary>Closes the connections that are not in use; the others close when their reader or writer is disposed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        _readers.Dispose();
        if (await _writing.WaitAsync(TimeSpan.Zero).ConfigureAwait(false))
        {
            Interlocked.Exchange(ref _idleWriter, null)?.Dispose();
            _writing.Release();
        }
    }

    private async Task<SqliteSession> LockAsync(long epoch, CancellationToken cancellationToken)
    {
        if (!await _writing.WaitAsync(_options.BusyTimeout, cancellationToken).ConfigureAwait(false))
            throw new StoreUnavailableException(
                $"another write of this instance to {_options.Path} did not end within {_options.BusyTimeout.TotalSeconds:0.###} s", false);
        SqliteSession? session = null;
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            session = Interlocked.Exchange(ref _idleWriter, null) ?? SqliteSession.Open(_options.Path, readOnly: false, _options.BusyTimeout);
            await _writeLock.TakeAsync(session, epoch, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            session?.Dispose();
            _writing.Release();
            throw;
        }
    }

    private void Unlock(SqliteSession session)
    {
        if (!_disposed && session.TryRollback())
            _idleWriter = session;
        else
            session.Dispose();
        _writing.Release();
    }

    private void EndRead(SqliteSession session)
    {
        if (session.TryRollback())
            _readers.Return(session);
        else
            session.Dispose();
    }

    private void RequireEpoch(SqliteSession session, long epoch)
    {
        var current = session.ReadEpochNumber();
        Touch();
        if (current != epoch)
            throw new StaleEpochException(epoch, current);
    }

    private void Touch() => Interlocked.Exchange(ref _lastContact, _time.GetTimestamp());
}
