using AtlasHa.Bench.Catalogues;
using AtlasHa.Bench.Throughput;
using AtlasHa.Bench.Tools;

namespace AtlasHa.Bench.Growth;

/// <summary>The requests of one growth run: reads of every kind, and creations, which it counts.</summary>
internal sealed class GrowthLoad
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    private int _round;

    /// <summary>How many entities the creations have added.</summary>
    public int Created { get; private set; }

    /// <returns>By kind, a bare Kestrel last.</returns>
    public static async Task<Dictionary<string, Wrk.Round>> ReadAsync(Uri active, LoadedTables tables, TimeSpan length)
    {
        var rounds = new Dictionary<string, Wrk.Round>();
        foreach (var (kind, lines) in GrowthRequests.Kinds) rounds.Add(kind, await RunAsync(active, lines(tables), length));
        rounds.Add("bare Kestrel, as GET by guid", await BareAsync(new Uri(active, GrowthRequests.Kinds[0].Lines(tables).First()), length));
        return rounds;
    }

    /// <returns>Single creations, with one client and with many.</returns>
    public async Task<Dictionary<string, Wrk.Round>> CreateAsync(Uri active, TimeSpan length) => new()
    {
        ["create, 1 client"] = await CreateAsync(active, length, connections: 1),
        [$"create, {Wrk.Connections} clients"] = await CreateAsync(active, length, Wrk.Connections),
    };

    private async Task<Wrk.Round> CreateAsync(Uri active, TimeSpan length, int connections)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "create-entities.lua");
        var round = await Wrk.RunAsync(active, length, script, FormattableString.Invariant($"growth{++_round}"), connections);
        Created += round.Requests - round.Failed;
        return round;
    }

    private static async Task<Wrk.Round> RunAsync(Uri active, IEnumerable<string> lines, TimeSpan length)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, lines);
            var script = Path.Combine(AppContext.BaseDirectory, "requests.lua");
            await Wrk.RunAsync(active, WarmUp, script, file);
            return await Wrk.RunAsync(active, length, script, file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<Wrk.Round> BareAsync(Uri entity, TimeSpan length)
    {
        var file = Path.GetTempFileName();
        try
        {
            using var http = new HttpClient();
            await File.WriteAllBytesAsync(file, await http.GetByteArrayAsync(entity));
            await using var bare = await BareKestrel.StartAsync(file, location: null);
            var same = new Uri(bare.Url, entity.PathAndQuery);
            await Wrk.RunAsync(same, WarmUp);
            return await Wrk.RunAsync(same, length);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
