using System.Collections.Concurrent;
using System.Net;
using System.Text;
using AtlasHa.TestKit;

namespace AtlasHa.Cli.Tests.Support;

/// <summary>An HTTP server on loopback whose answers the test decides; it records what it was sent.</summary>
internal sealed class StubInstance : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<StubRequest, StubAnswer> _answer;
    private readonly Task _loop;

    public StubInstance(Func<StubRequest, StubAnswer> answer)
    {
        _answer = answer;
        Url = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        _listener.Prefixes.Add(Url.AbsoluteUri);
        _listener.Start();
        _loop = Task.Run(ServeAsync);
    }

    public Uri Url { get; }

    public ConcurrentQueue<StubRequest> Requests { get; } = new();

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _loop;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var reader = new StreamReader(context.Request.InputStream);
            var request = new StubRequest(
                context.Request.HttpMethod, context.Request.RawUrl!, await reader.ReadToEndAsync(), context.Request.Headers["X-Atlas-Ha-Hops"]);
            Requests.Enqueue(request);
            var answer = _answer(request);
            context.Response.StatusCode = answer.Status;
            if (answer.Location is { } location) context.Response.Headers["Location"] = location;
            if (answer.RetryAfter is { } seconds) context.Response.Headers["Retry-After"] = seconds;
            context.Response.Close(Encoding.UTF8.GetBytes(answer.Body), willBlock: true);
        }
    }
}

internal sealed record StubRequest(string Method, string Path, string Body, string? Hops);

internal sealed record StubAnswer(int Status, string Body = "{}", string? Location = null, string? RetryAfter = null);
