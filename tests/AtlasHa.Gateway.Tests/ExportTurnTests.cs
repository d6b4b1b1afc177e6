using System.Net;
using System.Net.Sockets;
using System.Text;
using AtlasHa.TestKit;

namespace AtlasHa.Gateway.Tests;

/// <summary>Exports take turns, and only those that run.</summary>
public sealed class ExportTurnTests
{
    [Fact]
    public async Task Who_sends_a_request_slowly_takes_no_turn()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());
        var slow = new List<TcpClient>();
        try
        {
            // More than may run at a time.
            for (var client = 0; client < 2 * new GatewayOptions().MaxExports; client++)
                slow.Add(await BeginAsync(gateway.Url));
            await Eventually.TrueAsync("all have come", () => gateway.Seen.Count >= slow.Count);

            using var http = new HttpClient();
            for (var attempt = 0; attempt < 20; attempt++)
            {
                using var whole = new StringContent("no request", Encoding.UTF8, "application/json");
                using var answer = await http.PostAsync(new Uri(gateway.Url, "/api/atlas/admin/export"), whole, TestContext.Current.CancellationToken);
                answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            }
        }
        finally
        {
            slow.ForEach(client => client.Dispose());
        }
    }

    // The head, and of the body the beginning.
    private static async Task<TcpClient> BeginAsync(Uri url)
    {
        var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port, TestContext.Current.CancellationToken);
        var head = $"POST /api/atlas/admin/export HTTP/1.1\r\nHost: {url.Authority}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        return client;
    }
}
