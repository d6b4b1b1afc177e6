using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Server.Tests;

/// <summary>Exports whose clients do not read are as many as the connections of the pool, and take none of them from other users.</summary>
public sealed class ExportLoadTests : PostgresClusterTest
{
    private const int Connections = 2;
    private const int Entities = 60;

    // More than the buffers between server and client can hold, of bytes that cannot be packed.
    private const int RandomBytes = 250_000;

    protected override string ConnectionSettings => $";Maximum Pool Size={Connections};Timeout=3";

    protected override IReadOnlyDictionary<string, string> ExtraSettings =>
        new Dictionary<string, string>(base.ExtraSettings) { ["AtlasHa:Gateway:MaxExports"] = $"{Connections}" };

    [Fact]
    public async Task Slow_exports_keep_nobody_from_reading_and_one_too_many_is_refused()
    {
        var url = (await Cluster.ActiveAsync()).Settings.Url;
        await CreateAsync();
        var slow = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => BeginExportAsync(url)));

        var reads = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Client.FollowAsync(
            HttpMethod.Get, new Uri(url, "/api/atlas/v2/search/basic?typeName=DataSet&limit=1"), json: null)));
        var refused = await ExportAsync(url);

        // So both were at it all the while.
        ((int)refused.Status, (string?)refused.Json["errorCode"]).ShouldBe((409, "ATLAS-500-00-006"));
        reads.ShouldAllBe(read => (int)read.Status == 200);
        foreach (var client in slow) client.Dispose();
        await Eventually.TrueAsync("an export whose client is gone makes room", async () => (int)(await ExportAsync(url)).Status == 204);
    }

    private Task<ClusterClient.Answer> ExportAsync(Uri url) => Client.FollowAsync(
        HttpMethod.Post, new Uri(url, "/api/atlas/admin/export"), """{ "itemsToExport": [ { "guid": "none" } ], "options": { "omitZipResponseForEmptyExport": true } }""");

    private async Task CreateAsync()
    {
        for (var part = 0; part < 6; part++)
        {
            var entities = Enumerable.Range(part * Entities / 6, Entities / 6).Select(number => new
            {
                typeName = "DataSet",
                attributes = new { qualifiedName = $"e{number}", name = "e", description = Convert.ToBase64String(RandomNumberGenerator.GetBytes(RandomBytes)) },
            });
            var made = await Client.SendAsync(HttpMethod.Post, "/api/atlas/v2/entity/bulk", JsonSerializer.Serialize(new { entities }));
            ((int)made.Status).ShouldBe(200, made.ToString());
        }
    }

    // Reads the answer's head and then nothing more.
    private static async Task<TcpClient> BeginExportAsync(Uri url)
    {
        var client = new TcpClient { ReceiveBufferSize = 4096 };
        using var deadline = new CancellationTokenSource(TestTimeouts.Long);
        await client.ConnectAsync(url.Host, url.Port, deadline.Token);
        const string Body = """{ "itemsToExport": [ { "typeName": "DataSet" } ], "options": { "matchType": "forType" } }""";
        var head = $"POST /api/atlas/admin/export HTTP/1.1\r\nHost: {url.Authority}\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + Body), deadline.Token);
        var status = new byte[12];
        await client.GetStream().ReadExactlyAsync(status, deadline.Token);
        Encoding.ASCII.GetString(status).ShouldBe("HTTP/1.1 200");
        return client;
    }
}
