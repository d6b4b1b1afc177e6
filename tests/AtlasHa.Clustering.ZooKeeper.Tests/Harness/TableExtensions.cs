namespace AtlasHa.Clustering.ZooKeeper.Tests.Harness;

internal static class TableExtensions
{
    /// <summary>Inserts at the current version, and demands that it works. Returns what is there afterwards.</summary>
    public static async Task<MembershipTableData> AddAsync(this IMembershipTable table, MembershipEntry row)
    {
        (await table.InsertRowAsync(row, (await table.ReadAllAsync()).Version.Next())).ShouldBeTrue();
        return await table.ReadAllAsync();
    }

    public static Tuple<MembershipEntry, string> Row(this MembershipTableData table, int number)
        => table.Members.Single(member => member.Item1.SiloAddress.Equals(Rows.Address(number)));
}
