namespace AtlasHa.Catalog.Storage.AdminAudit;

/// <summary>The entries of the admin audit in one snapshot.</summary>
public interface IAdminAuditReader
{
    ValueTask<IReadOnlyList<AdminAuditRow>> ReadAdminAuditAsync(AdminAuditQuery query, CancellationToken cancellationToken);
}
