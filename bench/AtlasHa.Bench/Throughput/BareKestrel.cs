using System.Diagnostics;
using System.Globalization;
using AtlasHa.Bench.Reporting;
using AtlasHa.TestKit;

namespace AtlasHa.Bench.Throughput;

/// <summary>A process with a bare Kestrel endpoint that gives always the same answer.</summary>
internal sealed class BareKestrel : IAsyncDisposable
{
    private readonly Process _process;

    private BareKestrel(Process process, Uri url) => (_process, Url) = (process, url);

    public Uri Url { get; }

    /// <param name="body">File with the bytes to answer with.</param>
    /// <param name="location">Answer 302 with this location instead.</param>
    public static async Task<BareKestrel> StartAsync(string body, string? location)
    {
        var port = FreePort.Next();
        var dll = Path.Combine(Machine.RepositoryRoot, "bench", "AtlasHa.Bench.BareKestrel", "bin", "Release", "net10.0", "AtlasHa.Bench.BareKestrel.dll");
        string[] arguments = [dll, port.ToString(CultureInfo.InvariantCulture), body, .. location is null ? (string[])[] : [location]];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        ChildReaper.Watch(process.Id);
        process.BeginOutputReadLine();
        var server = new BareKestrel(process, new Uri($"http://127.0.0.1:{port}"));
        try
        {
            using var http = new HttpClient();
            await Eventually.TrueAsync("the bare Kestrel answers", async () =>
            {
                try
                {
                    using var answer = await http.GetAsync(server.Url);
                    return true;
                }
                catch (HttpRequestException) when (!process.HasExited)
                {
                    return false;
                }
            }, TestTimeouts.Long);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        ChildReaper.Forget(_process.Id);
        _process.Dispose();
    }
}
