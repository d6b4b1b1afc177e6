using AtlasHa.LeaderElection;
using AtlasHa.TestKit;

namespace AtlasHa.Gateway.Tests;

/// <summary>What Prometheus reads.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task Role_epoch_takeovers_and_answers_are_shown_and_follow_the_election()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveElsewhere(), withMetrics: true);
        (await gateway.RawAsync("GET", "/api/atlas/v2/probe")).ShouldStartWith("HTTP/1.1 302 ");
        var before = await ReadAsync(gateway);
        Value(before, "atlas_ha_role", "role=\"PASSIVE\"").ShouldBe("1");
        Value(before, "atlas_ha_role", "role=\"ACTIVE\"").ShouldBe("0");
        Value(before, "atlas_ha_epoch").ShouldBe("7");
        Value(before, "atlas_ha_takeovers_total").ShouldBe("0");
        int.Parse(Value(before, "atlas_ha_requests_total", "status=\"3xx\"")).ShouldBeGreaterThan(0);

        gateway.Election.Set(Views.ActiveHere());
        // The exporter keeps an answer for some hundred milliseconds.
        await Eventually.TrueAsync("the new state is shown", async () => Value(await ReadAsync(gateway), "atlas_ha_role", "role=\"ACTIVE\"") == "1");
        await Eventually.TrueAsync("the takeover is counted", async () => Value(await ReadAsync(gateway), "atlas_ha_takeovers_total") == "1");
    }

    private static async Task<string[]> ReadAsync(TestGateway gateway)
    {
        using var http = new HttpClient();
        return (await http.GetStringAsync(new Uri(gateway.Url, "/metrics"))).Split('\n');
    }

    /// <summary>The value of the series of a metric that has a label.</summary>
    private static string Value(string[] lines, string metric, string label = "")
        => lines.First(line => line.StartsWith(metric, StringComparison.Ordinal) && line[metric.Length] is '{' or ' ' && line.Contains(label, StringComparison.Ordinal))
            .Split(' ')[1];
}
