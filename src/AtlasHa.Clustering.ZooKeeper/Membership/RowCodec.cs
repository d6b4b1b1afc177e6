using System.Text.Json;

namespace AtlasHa.Clustering.ZooKeeper.Membership;

/// <summary>
/// Rows and heartbeat times to and from the bytes that are stored, in the form of the upstream provider
/// (dotnet/orleans, src/Orleans.Clustering.ZooKeeper/MembershipSerializerSettings.cs): silos of both can share a cluster.
/// </summary>
internal static class RowCodec
{
    public static byte[] Encode(MembershipEntry entry) => JsonSerializer.SerializeToUtf8Bytes(
        new RowJson(
            Address(entry.SiloAddress),
            entry.HostName,
            entry.SiloName,
            entry.SiloName,
            entry.Status,
            entry.ProxyPort,
            entry.StartTime,
            entry.SuspectTimes?.ConvertAll(vote => new VoteJson(Address(vote.Item1), vote.Item2)),
            entry.RoleName,
            entry.UpdateZone,
            entry.FaultZone),
        RowJsonContext.Plain.RowJson);

    public static byte[] Encode(DateTime time) => JsonSerializer.SerializeToUtf8Bytes(time, RowJsonContext.Plain.DateTime);

    /// <summary>Reads a row; its heartbeat is the start time until the caller knows better.</summary>
    /// <param name="silo">The address from the node's name.</param>
    /// <param name="data">The node's data.</param>
    /// <exception cref="JsonException">The data is no row.</exception>
    public static MembershipEntry DecodeRow(SiloAddress silo, byte[] data)
    {
        var row = JsonSerializer.Deserialize(data, RowJsonContext.Plain.RowJson) ?? throw new JsonException("a row must be an object");
        return new MembershipEntry
        {
            SiloAddress = silo,
            HostName = row.HostName ?? "",
            SiloName = row.SiloName ?? row.InstanceName ?? "",
            Status = row.Status,
            ProxyPort = row.ProxyPort,
            StartTime = row.StartTime,
            IAmAliveTime = row.StartTime,
            SuspectTimes = row.SuspectTimes?.Select(vote => Tuple.Create(Silo(vote.Item1), vote.Item2)).ToList(),
            RoleName = row.RoleName,
            UpdateZone = row.UpdateZone,
            FaultZone = row.FaultZone,
        };
    }

    /// <summary>Reads a heartbeat.</summary>
    /// <exception cref="JsonException">The data is no time.</exception>
    public static DateTime DecodeTime(byte[] data) => JsonSerializer.Deserialize(data, RowJsonContext.Plain.DateTime);

    private static SiloAddressJson Address(SiloAddress silo) => new(silo.ToParsableString());

    private static SiloAddress Silo(SiloAddressJson? address)
        => ClusterPaths.TryParseRow(address?.SiloAddress ?? "", out var silo) ? silo : throw new JsonException($"'{address?.SiloAddress}' is no silo address");
}
