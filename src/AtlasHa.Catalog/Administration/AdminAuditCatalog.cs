using System.Text;
using AtlasHa.Catalog.Discovery.Basic;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Audit;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Export;
using AtlasHa.Catalog.Model.Import;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.AdminAudit;

namespace AtlasHa.Catalog.Administration;

/// <summary>Reading the admin audit, and entries about what is no transaction of its own: exports, imports, instances.</summary>
public sealed class AdminAuditCatalog
{
    private static readonly string PurgedAction = EntityAuditAction.EntityPurge.ToWire();

    private const int PartSize = 100;

    /// <summary>Of the texts of one page: as much as the longest 100 entries have, the number that is shown by default.</summary>
    internal const long MaxPageLength = 100L * (AdminAuditLog.MaxTextLength + 100) * 2;

    private readonly CatalogAccess _access;
    private readonly AdminAuditLog _log;
    private readonly TimeProvider _time;

    internal AdminAuditCatalog(CatalogAccess access, AdminAuditLog log, TimeProvider time) => (_access, _log, _time) = (access, log, time);

    /// <inheritdoc cref="Model.Grains.IAdminAudit.FindAdminAuditAsync"/>
    /// <exception cref="AtlasException">400-00-023, 400-00-029, 400-00-103, 400-00-104, 400-00-105, 500-00-001.</exception>
    public Task<IReadOnlyList<AtlasAuditEntry>> FindAsync(AuditSearchParameters parameters, CancellationToken cancellationToken)
    {
        var query = new AdminAuditQuery(
            new AdminAuditFilters(_time.GetUtcNow()).Compile(parameters.AuditFilters),
            string.IsNullOrWhiteSpace(parameters.SortBy) ? null : AdminAuditFilters.Column(parameters.SortBy),
            parameters.SortOrder == SortOrder.Descending, Limits.Offset(parameters.Offset), Limits.Limit(parameters.Limit))
        { WithoutDetails = true };
        return _access.ReadAsync<IReadOnlyList<AtlasAuditEntry>>((reader, _) => PageAsync(reader, query, cancellationToken), cancellationToken);
    }

    /// <inheritdoc cref="Model.Grains.IAdminAudit.GetPurgedEntitiesAsync"/>
    /// <exception cref="AtlasException">404-00-005: no such entry; 400-00-029: it tells of something else.</exception>
    public Task<IReadOnlyList<AtlasEntityHeader>> GetPurgedAsync(string auditGuid, int limit, int offset, CancellationToken cancellationToken) =>
        _access.ReadAsync<IReadOnlyList<AtlasEntityHeader>>(
            async (reader, _) =>
            {
                var entry = await ReadPurgeAsync(reader, auditGuid, cancellationToken).ConfigureAwait(false);
                List<AtlasEntityHeader> headers = [];
                foreach (var guid in DetailsOf(entry).Purged.Skip(Math.Max(0, offset)).Take(Math.Clamp(limit, 0, Limits.MaxLimit)))
                    headers.AddRange(await PurgedAsync(reader, guid, cancellationToken).ConfigureAwait(false));
                return headers;
            },
            cancellationToken);

    /// <inheritdoc cref="Model.Grains.IAdminAudit.GetPurgeSummaryAsync"/>
    /// <exception cref="AtlasException">404-00-005: no such entry; 400-00-029: it tells of something else.</exception>
    public Task<PurgeSummary> GetPurgeSummaryAsync(string auditGuid, CancellationToken cancellationToken) => _access.ReadAsync(
        async (reader, _) => DetailsOf(await ReadPurgeAsync(reader, auditGuid, cancellationToken).ConfigureAwait(false)).Summary, cancellationToken);

    /// <inheritdoc cref="Model.Grains.IAdminAudit.GetPurgeBatchesAsync"/>
    /// <exception cref="AtlasException">404-00-005: no such entry; 400-00-029: it tells of something else.</exception>
    public Task<IReadOnlyList<string>> GetPurgeBatchesAsync(string auditGuid, CancellationToken cancellationToken) => _access.ReadAsync<IReadOnlyList<string>>(
        async (reader, _) => [(await ReadPurgeAsync(reader, auditGuid, cancellationToken).ConfigureAwait(false)).Guid], cancellationToken);

    /// <inheritdoc cref="Model.Grains.IAdminAudit.RecordExportAsync"/>
    public Task<WriteReceipt> RecordExportAsync(ExportRecord export, CallContext caller, CancellationToken cancellationToken)
    {
        var parameters = new { export.Request.ItemsToExport, export.Request.Options, export.OperationStatus };
        return _access.WriteAsync(
            // A repeated export has been made, and given out, once more.
            key: null,
            async (writer, cancel) => await _log.AddAsync(
                writer, AuditOperation.Export, caller, export.StartTime, AdminAuditLog.Json(parameters), AdminAuditLog.Json(export.Metrics), export.EntityCount, cancel)
                .ConfigureAwait(false),
            cancellationToken);
    }

    /// <summary>Notes that an instance has taken office, and the start of its process when it does so for the first time.</summary>
    /// <param name="instanceId">Which instance.</param>
    /// <param name="processStart">When its process started; null when that was noted before.</param>
    /// <param name="active">Since when it is active.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<WriteReceipt> RecordServerAsync(string instanceId, DateTimeOffset? processStart, DateTimeOffset active, CancellationToken cancellationToken)
    {
        var caller = new CallContext("atlas", RequestId: null) { ClientAddress = instanceId };
        return _access.WriteAsync(
            key: null,
            async (writer, cancel) =>
            {
                if (processStart is { } start)
                    await AddAsync(AuditOperation.ServerStart, start).ConfigureAwait(false);
                await AddAsync(AuditOperation.ServerStateActive, active).ConfigureAwait(false);

                ValueTask AddAsync(AuditOperation operation, DateTimeOffset since) => _log.AddAsync(
                    writer, operation, caller, since.ToUnixTimeMilliseconds(), AdminAuditLog.Json(new { instanceId, writer.Epoch }), result: null, count: 0, cancel);
            },
            cancellationToken);
    }

    internal Task RecordImportAsync(ImportBatch batch, ImportReport report, CallContext caller, long startTime, CancellationToken cancellationToken)
    {
        var parameters = new { batch.Options, report.OperationStatus };
        return _access.WriteAsync(
            key: null,
            async (writer, cancel) => await _log.AddAsync(
                writer, AuditOperation.Import, caller, startTime, AdminAuditLog.Json(parameters), AdminAuditLog.Json(report.Metrics), report.ProcessedEntities.Count, cancel)
                .ConfigureAwait(false),
            cancellationToken);
    }

    /// <summary>Read in parts, so that a page that would be too large is given up before it is in memory.</summary>
    private static async ValueTask<IReadOnlyList<AtlasAuditEntry>> PageAsync(ICatalogReader reader, AdminAuditQuery query, CancellationToken cancellationToken)
    {
        List<AtlasAuditEntry> page = [];
        for (var length = 0L; page.Count < query.Count;)
        {
            var next = query with { Offset = (int)Math.Min((long)query.Offset + page.Count, int.MaxValue), Count = Math.Min(query.Count - page.Count, PartSize) };
            var part = await reader.ReadAdminAuditAsync(next, cancellationToken).ConfigureAwait(false);
            page.AddRange(part.Select(Entry));
            length += part.Sum(row => (long)(row.Parameters?.Length ?? 0) + (row.Result?.Length ?? 0));
            if (length > MaxPageLength)
                throw new AtlasException(
                    AtlasErrorCode.BadRequest, $"the first {page.Count} of {query.Count} entries have more than {MaxPageLength} characters: ask for fewer at a time (limit)");
            if (part.Count < next.Count)
                break;
        }
        return page;
    }

    private static PurgeDetails DetailsOf(AdminAuditRow purge) => AtlasJson.Parse<PurgeDetails>(purge.Details);

    private static async ValueTask<AdminAuditRow> ReadPurgeAsync(ICatalogReader reader, string guid, CancellationToken cancellationToken)
    {
        var entry = (await reader.ReadAdminAuditAsync(AdminAuditQuery.ByGuid(guid), cancellationToken).ConfigureAwait(false)).SingleOrDefault()
            ?? throw new AtlasException(AtlasErrorCode.InstanceGuidNotFound, guid);
        return entry.Operation == AuditOperation.Purge.ToWire()
            ? entry
            : throw new AtlasException(AtlasErrorCode.BadRequest, $"audit entry {guid} is about {entry.Operation}: only that of a PURGE has details");
    }

    /// <summary>The entity as the event of its purge tells of it.</summary>
    private static async ValueTask<IEnumerable<AtlasEntityHeader>> PurgedAsync(ICatalogReader reader, string guid, CancellationToken cancellationToken)
    {
        var newest = new AuditFilter(PurgedAction, NotAfter: null, AuditOrder.Id, Descending: true, Offset: 0, Count: 1);
        var events = await reader.ReadAuditAsync(guid, newest, cancellationToken).ConfigureAwait(false);
        return events.Select(purge =>
        {
            var details = Encoding.UTF8.GetString(purge.Details);
            return AtlasJson.Parse<AtlasEntityHeader>(details[details.IndexOf('{', StringComparison.Ordinal)..]) with { Status = EntityStatus.Purged };
        });
    }

    private static AtlasAuditEntry Entry(AdminAuditRow row) => new()
    {
        Guid = row.Guid,
        UserName = row.User,
        Operation = row.Operation,
        Params = row.Parameters,
        StartTime = row.StartTime,
        EndTime = row.EndTime,
        ClientId = row.Client,
        Result = row.Result,
        ResultCount = row.ResultCount,
        RunId = row.RunId,
    };
}
