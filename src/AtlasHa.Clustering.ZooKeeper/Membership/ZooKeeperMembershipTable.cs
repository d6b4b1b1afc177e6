using AtlasHa.ZooKeeper;

namespace AtlasHa.Clustering.ZooKeeper.Membership;

/// <summary>
/// Orleans' membership table in ZooKeeper. The table's version and etag are the version of the cluster's node, a row's etag is
/// the version of the row's node, and heartbeats are nodes of their own, so that they change neither.
/// </summary>
internal sealed class ZooKeeperMembershipTable(
    ClusterSession session, ClusterTree tree, MembershipReader reader, RowWriter writer, DefunctRowCleaner cleaner) : IMembershipTable
{
    public Task InitializeMembershipTableAsync(bool tryInitTableVersion, CancellationToken cancellationToken = default)
        => tryInitTableVersion ? tree.CreateAsync(cancellationToken) : Task.CompletedTask;

    public Task DeleteMembershipTableEntriesAsync(string clusterId, CancellationToken cancellationToken = default)
        => tree.DeleteAsync(clusterId, cancellationToken);

    public Task CleanupDefunctSiloEntriesAsync(DateTimeOffset beforeDate, CancellationToken cancellationToken = default)
        => cleaner.CleanAsync(beforeDate, cancellationToken);

    public async Task<MembershipTableData> ReadRowAsync(SiloAddress key, CancellationToken cancellationToken = default)
        => Decode(await reader.ReadRowAsync(key, cancellationToken).ConfigureAwait(false));

    public async Task<MembershipTableData> ReadAllAsync(CancellationToken cancellationToken = default)
        => Decode(await reader.ReadAllAsync(cancellationToken).ConfigureAwait(false));

    public Task<bool> InsertRowAsync(MembershipEntry entry, TableVersion tableVersion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(tableVersion);
        // An etag that this table never gave out matches nothing.
        return Etags.TryParse(tableVersion.VersionEtag, out var table)
            ? writer.InsertAsync(session.Paths.Row(entry.SiloAddress), RowCodec.Encode(entry), RowCodec.Encode(entry.IAmAliveTime), table, cancellationToken)
            : Task.FromResult(false);
    }

    public Task<bool> UpdateRowAsync(MembershipEntry entry, string etag, TableVersion tableVersion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(tableVersion);
        return Etags.TryParse(tableVersion.VersionEtag, out var table) && Etags.TryParse(etag, out var row)
            ? writer.UpdateAsync(session.Paths.Row(entry.SiloAddress), RowCodec.Encode(entry), row, table, cancellationToken)
            : Task.FromResult(false);
    }

    public Task UpdateIAmAliveAsync(MembershipEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return session.RetryAsync(client => WriteHeartbeatAsync(client, entry, cancellationToken), cancellationToken);
    }

    // Orleans 10.4 calls the methods above; these are the same for callers that are built against an older contract.
    Task IMembershipTable.InitializeMembershipTable(bool tryInitTableVersion) => InitializeMembershipTableAsync(tryInitTableVersion);

    Task IMembershipTable.DeleteMembershipTableEntries(string clusterId) => DeleteMembershipTableEntriesAsync(clusterId);

    Task IMembershipTable.CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => CleanupDefunctSiloEntriesAsync(beforeDate);

    Task<MembershipTableData> IMembershipTable.ReadRow(SiloAddress key) => ReadRowAsync(key);

    Task<MembershipTableData> IMembershipTable.ReadAll() => ReadAllAsync();

    Task<bool> IMembershipTable.InsertRow(MembershipEntry entry, TableVersion tableVersion) => InsertRowAsync(entry, tableVersion);

    Task<bool> IMembershipTable.UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => UpdateRowAsync(entry, etag, tableVersion);

    Task IMembershipTable.UpdateIAmAlive(MembershipEntry entry) => UpdateIAmAliveAsync(entry);

    private MembershipTableData Decode(TableNodes? nodes)
        => reader.Decode(nodes ?? throw new ZooKeeperException(
            ErrorCode.NoNode, session.Paths.Root, "the cluster has no membership table; a silo creates it when it starts, so either none has, or the node was deleted"));

    private async Task<bool> WriteHeartbeatAsync(IZooKeeperClient client, MembershipEntry entry, CancellationToken cancellationToken)
    {
        var path = session.Paths.IAmAlive(entry.SiloAddress);
        var time = RowCodec.Encode(entry.IAmAliveTime);
        try
        {
            await client.SetDataAsync(path, time, version: null, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NoNode)
        {
            // The row may have lost its heartbeat node; without a row this fails as well, and says so.
            await client.CreateAsync(path, time, CreateMode.Persistent, session.NodeAcl, cancellationToken).ConfigureAwait(false);
            return true;
        }
    }
}
