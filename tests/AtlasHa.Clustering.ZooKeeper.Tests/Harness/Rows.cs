using System.Net;

namespace AtlasHa.Clustering.ZooKeeper.Tests.Harness;

/// <summary>Made-up rows.</summary>
internal static class Rows
{
    public static readonly DateTime Start = new(2026, 8, 1, 9, 30, 5, DateTimeKind.Utc);

    public static SiloAddress Address(int number) => SiloAddress.New(IPAddress.Parse($"10.0.0.{number}"), 11111, 1_000 + number);

    public static MembershipEntry Silo(int number, SiloStatus status = SiloStatus.Active) => new()
    {
        SiloAddress = Address(number),
        HostName = $"host{number}",
        SiloName = $"silo{number}",
        Status = status,
        ProxyPort = 30_000,
        StartTime = Start,
        IAmAliveTime = Start.AddMinutes(1),
        SuspectTimes = [],
    };

    /// <summary>Every field, so that rows can be compared as text.</summary>
    public static string Text(MembershipEntry row) => string.Join(
        ' ',
        row.SiloAddress.ToParsableString(),
        row.HostName,
        row.SiloName,
        row.RoleName,
        row.Status,
        row.ProxyPort,
        row.UpdateZone,
        row.FaultZone,
        row.StartTime.ToString("O"),
        row.IAmAliveTime.ToString("O"),
        string.Join(',', (row.SuspectTimes ?? []).Select(vote => $"{vote.Item1.ToParsableString()}={vote.Item2:O}")));

    /// <summary>Everything that a read gave, in a fixed order.</summary>
    public static string Text(MembershipTableData table) => string.Join(
        '\n',
        table.Members.Select(member => $"{member.Item2} {Text(member.Item1)}").Order(StringComparer.Ordinal).Prepend($"{table.Version.Version}/{table.Version.VersionEtag}"));
}
