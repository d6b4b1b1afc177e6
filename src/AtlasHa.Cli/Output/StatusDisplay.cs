using AtlasHa.Cli.Http;
using Spectre.Console;

namespace AtlasHa.Cli.Output;

/// <summary>Shows a cluster's status for as long as it is asked to: a live table on a terminal, else a line per change.</summary>
internal sealed class StatusDisplay(Terminal terminal, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Shows what <paramref name="read"/> gives until it gives null, or until cancelled (which is no failure here).</summary>
    public async Task ShowAsync(Func<CancellationToken, Task<ClusterView?>> read, CancellationToken cancellationToken)
    {
        try
        {
            if (terminal.IsInteractive)
                await terminal.Console.Live(new Text("")).StartAsync(context => DrawAsync(context, read, cancellationToken));
            else
                await PrintAsync(read, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is how one stops watching.
        }
    }

    private async Task DrawAsync(LiveDisplayContext context, Func<CancellationToken, Task<ClusterView?>> read, CancellationToken cancellationToken)
    {
        while (await read(cancellationToken) is { } view)
        {
            context.UpdateTarget(StatusTable.Create(view, framed: true));
            context.Refresh();
            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    private async Task PrintAsync(Func<CancellationToken, Task<ClusterView?>> read, CancellationToken cancellationToken)
    {
        var shown = new Dictionary<string, (string Status, long? Epoch, bool? Failsafe)>(StringComparer.Ordinal);
        var told = "";
        while (await read(cancellationToken) is { } view)
        {
            foreach (var instance in view.Instances)
            {
                var now = (instance.Status, instance.Epoch, instance.Failsafe);
                if (shown.TryGetValue(instance.InstanceId, out var before) && before == now) continue;
                shown[instance.InstanceId] = now;
                terminal.Line($"{time.GetLocalNow():HH:mm:ss} {StatusTable.Line(instance)}");
            }

            var notes = string.Join(' ', view.Notes);
            if (notes != told) terminal.Line($"{time.GetLocalNow():HH:mm:ss} {(notes.Length > 0 ? notes : "No pause, no switchover pending.")}");
            told = notes;
            await Task.Delay(Interval, time, cancellationToken);
        }
    }
}
