using System.Globalization;
using System.Text;
using AtlasHa.Catalog.Model.Audit;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Audit;

/// <summary>
/// What has happened to entities. May throw <see cref="AtlasException"/>, <see cref="StaleEpochException"/> and <see cref="StoreUnavailableException"/>.
/// </summary>
public sealed class AuditCatalog
{
    private readonly CatalogAccess _access;

    internal AuditCatalog(CatalogAccess access) => _access = access;

    /// <summary>Events of an entity that exists, deleted or not, or that was purged.</summary>
    public Task<IReadOnlyList<EntityAuditEvent>> ListAsync(string guid, EntityAuditQuery query, CancellationToken cancellationToken)
    {
        AuditFilter filter = FilterOf(query);
        return _access.ReadAsync<IReadOnlyList<EntityAuditEvent>>(
            async (reader, _) =>
            {
                await CheckKnownAsync(reader, guid, cancellationToken).ConfigureAwait(false);
                IReadOnlyList<AuditRow> rows = await reader.ReadAuditAsync(guid, filter, cancellationToken).ConfigureAwait(false);
                return rows.Select(Event).ToList();
            },
            cancellationToken);
    }

    private static async ValueTask CheckKnownAsync(ICatalogReader reader, string guid, CancellationToken cancellationToken)
    {
        if ((await reader.ReadEntitiesAsync([guid], cancellationToken).ConfigureAwait(false)).Count > 0)
            return;
        var purges = new AuditFilter(EntityAuditAction.EntityPurge.ToWire(), NotAfter: null, AuditOrder.Id, Descending: true, Offset: 0, Count: 1);
        if ((await reader.ReadAuditAsync(guid, purges, cancellationToken).ConfigureAwait(false)).Count == 0)
            throw new AtlasException(AtlasErrorCode.InstanceGuidNotFound, guid);
    }

    private static AuditFilter FilterOf(EntityAuditQuery query)
    {
        string? action = query.Action?.ToWire();
        int count = Math.Max(0, query.Count);
        if (query.SortBy is null && query.Offset < 0)
            return new AuditFilter(action, IdIn(query.StartKey), AuditOrder.Id, Descending: true, Offset: 0, count);

        AuditOrder order = query.SortBy?.ToLowerInvariant() switch
        {
            "user" => AuditOrder.User,
            "action" => AuditOrder.Action,
            _ => AuditOrder.Time,
        };
        bool descending = string.Equals(query.SortOrder, "desc", StringComparison.OrdinalIgnoreCase);
        return new AuditFilter(action, NotAfter: null, order, descending, Math.Max(0, query.Offset), count);
    }

    private static long? IdIn(string? key)
    {
        if (string.IsNullOrEmpty(key))
            return null;
        return long.TryParse(key.AsSpan(key.LastIndexOf(':') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long id)
            ? id
            : throw new AtlasException(AtlasErrorCode.InvalidParameters, $"startKey {key} is not the key of an event");
    }

    private static EntityAuditEvent Event(AuditRow row) => new()
    {
        EntityId = row.EntityGuid,
        Timestamp = row.Time,
        User = row.User,
        Action = EntityAuditActionNames.Parse(row.Action)
            ?? throw new InvalidOperationException($"event {row.Id} of entity {row.EntityGuid} is of an unknown kind, {row.Action}"),
        Details = Encoding.UTF8.GetString(row.Details),
        EventKey = string.Create(CultureInfo.InvariantCulture, $"{row.EntityGuid}:{row.Time}:{row.Id}"),
    };
}
