using System.Globalization;
using AtlasHa.Catalog.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;
using static AtlasHa.Storage.Postgres.PostgresSession;

namespace AtlasHa.Storage.Postgres;

/// <summary>
/// The fenced store in a PostgreSQL database. Each write transaction locks the row that holds the epoch, so that writers of all processes take
/// turns; a claim takes its turn like a write and later writes of a lower epoch are refused within their own transaction. A session that holds
/// the turn and has lost the right to write is ended; see <see cref="PostgresFence"/>.
/// <para>
/// Lost connections: reads of the epoch, openings of snapshots and writes, and claims are tried again on a fresh one; a snapshot or write that
/// was under way fails with <see cref="StoreUnavailableException"/>, whose outcome is unknown only after COMMIT was sent.
/// </para>
/// </summary>
public sealed partial class PostgresCatalogStore : ICatalogStore
{
    // The settings of the operator come after these and win. Few connections: each costs the server processor time when an instance comes or goes, and more
    // queries at once than it has processors end no earlier.
    private const string Defaults =
        "Timeout=5;Command Timeout=15;Cancellation Timeout=1000;Tcp Keepalive=true;Tcp Keepalive Time=5;Tcp Keepalive Interval=1;"
        + "Max Auto Prepare=64;Auto Prepare Min Usages=2;Host Recheck Seconds=1;Application Name=atlas-ha;"
        + "Maximum Pool Size=16;";

    /// <summary>Connections that are only asked for the epoch, so that reads from memory and the health probe do not wait behind long queries.</summary>
    private const int EpochConnections = 2;

    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FenceInterval = TimeSpan.FromMilliseconds(200);

    private readonly PostgresStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlDataSource _epochSource;
    private readonly OpeningTurns<NpgsqlConnection> _opening;
    private readonly string _server;
    private readonly PostgresFence _fence;
    private long _lastContact;

    /// <exception cref="ArgumentException">The options are not valid; says which.</exception>
    public PostgresCatalogStore(PostgresStoreOptions options, TimeProvider time, ILogger<PostgresCatalogStore> logger)
    {
        var validated = new PostgresStoreOptionsValidator().Validate(null, options);
        if (validated.Failed)
            throw new ArgumentException(validated.FailureMessage, nameof(options));
        (_options, _time, _logger) = (options, time, logger);
        var connections = new NpgsqlDataSourceBuilder(Defaults + options.ConnectionString);
        var settings = connections.ConnectionStringBuilder;
        // The driver must not give up on the turn to write before the server does.
        if (settings.CommandTimeout > 0)
            settings.CommandTimeout = Math.Max(settings.CommandTimeout, (int)Math.Ceiling(options.BusyTimeout.TotalSeconds) + 1);
        _source = connections.Build();
        settings.MaxPoolSize = EpochConnections;
        settings.MinPoolSize = 0;
        _epochSource = connections.Build();
        _opening = new(_source.OpenConnectionAsync, time);
        _server = $"the PostgreSQL server at {settings.Host} (port {settings.Port}, database {settings.Database})";
        // Who is in the way of a write is asked beside all that wait for it.
        _fence = new(cancel => OpenAsync(_epochSource.OpenConnectionAsync, cancel), logger);
    }

    public TimeSpan? SinceLastContact => Interlocked.Read(ref _lastContact) is var last and not 0 ? _time.GetElapsedTime(last) : null;

    public Task InitializeAsync(CancellationToken cancellationToken) => RetryAsync(
        async session =>
        {
            await using var _ = session.ConfigureAwait(false);
            await new PostgresMigrator(_source, _server, _options.BusyTimeout, _time, _logger).MigrateAsync(session, cancellationToken).ConfigureAwait(false);
            Touch();
            return true;
        },
        cancellationToken);

    public Task<EpochRecord> ReadEpochAsync(CancellationToken cancellationToken) => RetryAsync(
        async session =>
        {
            await using var _ = session.ConfigureAwait(false);
            var row = await ReadEpochAsync(session, cancellationToken, Statement(Sql.SelectEpoch)).ConfigureAwait(false);
            return new EpochRecord(row.Epoch, row.InstanceId);
        },
        _epochSource.OpenConnectionAsync,
        cancellationToken);

    public async ValueTask RequireEpochAsync(long epoch, CancellationToken cancellationToken)
    {
        var current = await ReadEpochAsync(cancellationToken).ConfigureAwait(false);
        if (current.Epoch != epoch)
            throw new StaleEpochException(epoch, current.Epoch);
    }

    public Task<bool> TryClaimEpochAsync(long epoch, string instanceId, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epoch);
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        // The same for every attempt: an attempt whose answer was lost is recognized by the next one.
        var claimId = Guid.NewGuid();
        return RetryAsync(
            async session =>
            {
                await using var _ = session.ConfigureAwait(false);
                // First without the lock: a refusal waits for nobody.
                var seen = await ReadEpochAsync(session, cancellationToken, Statement(Sql.SelectEpoch)).ConfigureAwait(false);
                if (seen.Epoch >= epoch)
                    return seen.ClaimId == claimId;
                var current = await LockAsync(session, epoch, cancellationToken).ConfigureAwait(false);
                if (current.Epoch >= epoch)
                    return current.ClaimId == claimId;
                PostgresMigrator.RequireKnown(current.SchemaVersion, _server);
                await session.ExecuteAsync(cancellationToken, Statement(Sql.UpdateEpoch, epoch, instanceId, claimId)).ConfigureAwait(false);
                await session.CommitAsync().ConfigureAwait(false);
                Touch();
                return true;
            },
            cancellationToken);
    }

    public Task<ICatalogReader> OpenReaderAsync(long epoch, CancellationToken cancellationToken) => RetryAsync<ICatalogReader>(
        async session =>
        {
            // The transaction's first read takes its snapshot: the epoch and all that follows are of the same moment.
            RequireEpoch(
                await ReadEpochAsync(session, cancellationToken, Statement(Sql.BeginRead), Statement(Sql.SelectEpochForReads)).ConfigureAwait(false), epoch);
            return new PostgresReader(session, epoch, Touch);
        },
        cancellationToken);

    public Task<ICatalogWriter> BeginWriteAsync(long epoch, CancellationToken cancellationToken) => RetryAsync<ICatalogWriter>(
        async session =>
        {
            RequireEpoch(await LockAsync(session, epoch, cancellationToken).ConfigureAwait(false), epoch);
            return new PostgresWriter(session, epoch, Touch);
        },
        cancellationToken);

    /// <summary>Closes the connections that are not in use; the others close when their reader or writer is disposed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync().ConfigureAwait(false);
        await _epochSource.DisposeAsync().ConfigureAwait(false);
        _opening.Dispose();
    }

    /// <summary>Starts a write transaction and waits for the turn.</summary>
    private async Task<Sql.EpochRow> LockAsync(PostgresSession session, long epoch, CancellationToken cancellationToken)
    {
        var timeout = _options.BusyTimeout.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        var locking = ReadEpochAsync(
            session, cancellationToken, Statement(Sql.BeginWrite), Statement(Sql.WriteSettings, PostgresFence.NameOf(epoch), timeout),
            Statement(Sql.LockEpoch));
        string? blockers = null;
        for (var wait = _options.FenceAfter; !await EndsWithinAsync(locking, wait).ConfigureAwait(false); wait = FenceInterval)
        {
            try
            {
                blockers = await _fence.EndSupersededAsync(session.ProcessId, epoch, cancellationToken).ConfigureAwait(false) ?? blockers;
            }
            catch (Exception failure) when (failure is StoreUnavailableException or NpgsqlException)
            {
                Log.CannotFence(_logger, failure, _server);
            }
            catch (OperationCanceledException)
            {
                // The lock's own wait was cancelled with it and ends below.
            }
        }
        try
        {
            return await locking.ConfigureAwait(false);
        }
        catch (StoreUnavailableException failure) when (failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable })
        {
            throw new StoreUnavailableException($"{failure.Message}; {blockers ?? "who had it is not known: see pg_stat_activity and pg_locks"}", false, failure);
        }
    }

    private async Task<bool> EndsWithinAsync(Task task, TimeSpan limit)
    {
        using var over = new CancellationTokenSource();
        var ended = await Task.WhenAny(task, Task.Delay(limit, _time, over.Token)).ConfigureAwait(false) == task;
        await over.CancelAsync().ConfigureAwait(false);
        return ended;
    }

    private async Task<Sql.EpochRow> ReadEpochAsync(PostgresSession session, CancellationToken cancellationToken, params NpgsqlBatchCommand[] statements)
    {
        var row = (await session.QueryAsync(Last, cancellationToken, statements).ConfigureAwait(false)).Single();
        Touch();
        return row!;

        // The settings' answer comes before and has other columns.
        static Sql.EpochRow? Last(NpgsqlDataReader row) => row.GetName(0) == "epoch" ? Sql.ReadEpoch(row) : null;
    }

    private Task<T> RetryAsync<T>(Func<PostgresSession, Task<T>> attempt, CancellationToken cancellationToken) =>
        RetryAsync(attempt, async cancel => await _opening.OpenAsync(cancel).ConfigureAwait(false), cancellationToken);

    private async Task<T> RetryAsync<T>(
        Func<PostgresSession, Task<T>> attempt, Func<CancellationToken, ValueTask<NpgsqlConnection>> open, CancellationToken cancellationToken)
    {
        for (var start = _time.GetTimestamp(); ;)
        {
            PostgresSession? session = null;
            try
            {
                session = await OpenAsync(open, cancellationToken).ConfigureAwait(false);
                return await attempt(session).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                if (session is not null)
                    await session.DisposeAsync().ConfigureAwait(false);
                // What broke one connection, or left it without an answer, did so to the idle ones as well.
                if (PostgresErrors.IsConnectionLost(failure) || PostgresErrors.IsTimeout(failure))
                {
                    _source.Clear();
                    _epochSource.Clear();
                }

                if (!PostgresErrors.IsConnectionLost(failure) || _time.GetElapsedTime(start) >= _options.RetryTimeout)
                    throw;
                Log.Retrying(_logger, failure.Message);
            }
            await Task.Delay(RetryPause, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<PostgresSession> OpenAsync(Func<CancellationToken, ValueTask<NpgsqlConnection>> open, CancellationToken cancellationToken)
    {
        try
        {
            return new PostgresSession(await open(cancellationToken).ConfigureAwait(false), _server);
        }
        catch (NpgsqlException failure)
        {
            throw PostgresErrors.For(failure, _server);
        }
    }

    private static void RequireEpoch(Sql.EpochRow row, long epoch)
    {
        if (row.Epoch != epoch)
            throw new StaleEpochException(epoch, row.Epoch);
    }

    private void Touch() => Interlocked.Exchange(ref _lastContact, _time.GetTimestamp());

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Trying again on a fresh connection: {Problem}")]
        public static partial void Retrying(ILogger logger, string problem);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Cannot look who is in the way of a write at {Server}; waiting on")]
        public static partial void CannotFence(ILogger logger, Exception exception, string server);
    }
}
