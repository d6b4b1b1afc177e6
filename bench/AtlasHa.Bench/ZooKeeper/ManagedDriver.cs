using System.Diagnostics;
using AtlasHa.Bench.Reporting;
using AtlasHa.ZooKeeper;

namespace AtlasHa.Bench.ZooKeeper;

/// <summary>This project's client: as many loops as the window is wide, each awaiting its request.</summary>
internal static class ManagedDriver
{
    private static readonly byte[] Data = [.. Enumerable.Repeat((byte)'x', 128)];

    public static async Task<ClientRound> RunAsync(IZooKeeperClient client, Work work)
    {
        var began = Stopwatch.GetTimestamp();
        var until = began + (long)(work.Length.TotalSeconds * Stopwatch.Frequency);
        var latencies = await Task.WhenAll(Enumerable.Range(0, work.Window).Select(_ => Task.Run(() => LoopAsync(client, work, until))));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var all = new Summary(latencies.SelectMany(l => l).Select(t => Stopwatch.GetElapsedTime(0, t).TotalMicroseconds));
        return new ClientRound(all.Count, seconds, all.At(0.5), all.At(0.99));
    }

    private static async Task<List<long>> LoopAsync(IZooKeeperClient client, Work work, long until)
    {
        var taken = new List<long>();
        long began;
        while ((began = Stopwatch.GetTimestamp()) < until)
        {
            await OnceAsync(client, work);
            taken.Add(Stopwatch.GetTimestamp() - began);
        }

        return taken;
    }

    private static Task OnceAsync(IZooKeeperClient client, Work work) => work.Operation switch
    {
        "get" => client.GetDataAsync(work.Path),
        "set" => client.SetDataAsync(work.Path, Data),
        "create" => client.CreateAsync($"{work.Path}/n-", Data, CreateMode.PersistentSequential),
        _ => throw new ArgumentException($"no such operation: {work.Operation}", nameof(work)),
    };
}
