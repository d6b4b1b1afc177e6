using System.Globalization;
using AtlasHa.Cli.Http;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AtlasHa.Cli.Output;

/// <summary>Draws a cluster's status.</summary>
internal static class StatusTable
{
    public static IRenderable Create(ClusterView view, bool framed)
    {
        var table = new Table { Border = framed ? TableBorder.Rounded : TableBorder.None };
        foreach (var heading in new[] { "INSTANCE", "STATUS", "URL", "EPOCH", "UPTIME", "ZOOKEEPER", "STORE", "NOTE" })
            table.AddColumn(new TableColumn(new Text(heading)) { NoWrap = heading is not "NOTE" });
        foreach (var instance in view.Instances)
        {
            table.AddRow(
                new Text(instance.InstanceId),
                new Text(instance.Status, StyleOf(instance.Status)),
                new Text(instance.Url ?? "-"),
                new Text(instance.Epoch?.ToString(CultureInfo.InvariantCulture) ?? "-"),
                new Text(Duration(instance.UptimeMs)),
                new Text(Age(instance.ZooKeeperAgeMs)),
                new Text(Age(instance.StoreAgeMs)),
                new Text(Remark(instance) ?? ""));
        }

        return new Rows([table, .. view.Notes.Select(note => new Text(note, new Style(Color.Yellow)))]);
    }

    /// <summary>One line per instance, for logs: what has changed is all that its reader wants to see.</summary>
    public static string Line(InstanceView instance)
        => $"{instance.InstanceId} {instance.Status} {instance.Url}{(instance.Epoch is { } epoch ? $" epoch {epoch}" : "")}{(Remark(instance) is { } remark ? $" ({remark})" : "")}";

    private static string? Remark(InstanceView instance) => instance.Error ?? instance.Note;

    internal static string Duration(long? milliseconds)
    {
        if (milliseconds is not { } value) return "-";
        var time = TimeSpan.FromMilliseconds(value);
        return time switch
        {
            { TotalDays: >= 1 } => $"{(int)time.TotalDays} d {time.Hours} h",
            { TotalHours: >= 1 } => $"{time.Hours} h {time.Minutes} min",
            { TotalMinutes: >= 1 } => $"{time.Minutes} min {time.Seconds} s",
            _ => $"{time.Seconds} s",
        };
    }

    private static string Age(long? milliseconds) => milliseconds is { } value ? $"{value} ms ago" : "-";

    private static Style StyleOf(string status) => status switch
    {
        InstanceStatus.Active => new Style(Color.Green, decoration: Decoration.Bold),
        InstanceStatus.Passive => new Style(Color.Aqua),
        InstanceStatus.Down or InstanceStatus.Unreachable => new Style(Color.Red),
        _ => new Style(Color.Yellow),
    };
}
