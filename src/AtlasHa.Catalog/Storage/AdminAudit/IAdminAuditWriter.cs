namespace AtlasHa.Catalog.Storage.AdminAudit;

/// <summary>Changes to the admin audit.</summary>
public interface IAdminAuditWriter : IAdminAuditReader
{
    /// <summary>Adds an entry; its id is given by the store.</summary>
    ValueTask AddAdminAuditAsync(AdminAuditRow row, CancellationToken cancellationToken);

    /// <summary>Looks at the oldest entries and removes those that are too old or too many.</summary>
    /// <param name="endedBefore">Entries that ended before this time go, milliseconds since the Unix epoch.</param>
    /// <param name="keepNewest">So many of the newest may stay; must be positive.</param>
    /// <param name="atMost">How many to look at.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask TrimAdminAuditAsync(long endedBefore, long keepNewest, int atMost, CancellationToken cancellationToken);
}
