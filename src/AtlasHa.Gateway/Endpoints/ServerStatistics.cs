using System.Globalization;
using System.Runtime.InteropServices;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Model.Metrics;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>What <c>admin/metrics</c> says of the process beside the catalogue's counts.</summary>
internal static class ServerStatistics
{
    public static AtlasMetrics AddTo(AtlasMetrics metrics, InstanceHeartbeat heartbeat)
    {
        var status = heartbeat.StoreProblem is null ? "connected" : "not-connected";
        var general = new Dictionary<string, object?>(metrics.Data[AtlasMetrics.General])
        {
            ["stats"] = new Dictionary<string, object?>
            {
                ["Server:startTimeStamp"] = heartbeat.StartedAt.ToUnixTimeMilliseconds(),
                ["Server:upTime"] = TimeSpan.FromMilliseconds(heartbeat.UptimeMs).ToString("d' day 'h' hour 'm' min 's' sec'", CultureInfo.InvariantCulture),
                ["Server:statusBackendStore"] = status,
                ["Server:statusIndexStore"] = status,
            },
        };
        return new AtlasMetrics
        {
            Data = new Dictionary<string, Dictionary<string, object?>>(metrics.Data) { [AtlasMetrics.General] = general, [AtlasMetrics.System] = System() },
        };
    }

    private static Dictionary<string, object?> System() => new()
    {
        ["memory"] = new Dictionary<string, object?>
        {
            ["heapUsed"] = GC.GetTotalMemory(forceFullCollection: false),
            ["heapCommitted"] = GC.GetGCMemoryInfo().TotalCommittedBytes,
            ["processResident"] = Environment.WorkingSet,
        },
        ["os"] = new Dictionary<string, object?>
        {
            ["os.spec"] = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}",
            ["os.vcpus"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
        },
        ["runtime"] = new Dictionary<string, object?> { ["name"] = ".NET", ["version"] = Environment.Version.ToString() },
    };
}
