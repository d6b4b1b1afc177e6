using System.Globalization;
using System.Text.RegularExpressions;
using AtlasHa.Bench.Tools;
using AtlasHa.TestKit;

namespace AtlasHa.Bench.Creates;

/// <summary>pgbench's simple-update script (one update, one select, one insert) with prepared statements, on a server of the bench's own.</summary>
/// <param name="database">An existing database, which gets pgbench's tables.</param>
internal sealed partial class PgBench(PostgresServerProcess server, int clients, string database = "postgres")
{
    /// <summary>A million accounts, about as large as the server's cache. simple-update leaves the branches alone, of which there would have to be one per client.</summary>
    public const int Scale = 10;

    public Task InitializeAsync() => RunAsync(["-i", "-q", "-s", $"{Scale}"], TestTimeouts.Long);

    /// <summary>Transactions per second.</summary>
    public async Task<double> RunAsync(TimeSpan length)
    {
        var seconds = length.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        var text = await RunAsync(["-N", "-M", "prepared", "-j", "1", "-c", $"{clients}", "-T", seconds], length + TimeSpan.FromSeconds(30));
        return double.Parse(Rate().Match(text).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    private Task<string> RunAsync(IEnumerable<string> arguments, TimeSpan deadline)
        => Tool.RunAsync(PostgresPrograms.Find("pgbench"), [.. arguments, "-h", "127.0.0.1", "-p", $"{server.Port}", "-U", "atlas", database], deadline);

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Rate();
}
