using System.Globalization;
using AtlasHa.Bench.Reporting;
using AtlasHa.Bench.Tools;
using AtlasHa.TestKit;

namespace AtlasHa.Bench.Throughput;

/// <summary>A process with a bare Kestrel endpoint that gives always the same answer.</summary>
internal sealed class BareKestrel : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private BareKestrel(ChildProcess process, Uri url) => (_process, Url) = (process, url);

    public Uri Url { get; }

    /// <param name="body">File with the bytes to answer with.</param>
    /// <param name="location">Answer 302 with this location instead.</param>
    public static async Task<BareKestrel> StartAsync(string body, string? location)
    {
        var port = FreePort.Next();
        var dll = Path.Combine(Machine.RepositoryRoot, "bench", "AtlasHa.Bench.BareKestrel", "bin", "Release", "net10.0", "AtlasHa.Bench.BareKestrel.dll");
        string[] arguments = [dll, port.ToString(CultureInfo.InvariantCulture), body, .. location is null ? (string[])[] : [location]];
        var server = new BareKestrel(new ChildProcess(new("dotnet", arguments)), new Uri($"http://127.0.0.1:{port}"));
        try
        {
            await Eventually.TrueAsync("the bare Kestrel answers", server.AnswersAsync, TestTimeouts.Long);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task<bool> AnswersAsync()
    {
        if (_process.HasExited) throw new InvalidOperationException($"the bare Kestrel ended: {_process.Output}");
        using var http = new HttpClient();
        try
        {
            using var answer = await http.GetAsync(Url);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
