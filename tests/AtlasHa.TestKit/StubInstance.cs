using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace AtlasHa.TestKit;

/// <summary>An HTTP server on loopback whose answers the test decides; it records what it was sent.</summary>
public sealed class StubInstance : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<StubRequest, StubAnswer> _answer;
    private readonly CancellationTokenSource _closed = new();
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
        await _closed.CancelAsync();
        _listener.Close();
        await _loop;
        _closed.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                // A wait that begins while the listener is closed never ends by itself.
                context = await _listener.GetContextAsync().WaitAsync(_closed.Token);
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or OperationCanceledException)
            {
                return;
            }

            using var reader = new StreamReader(context.Request.InputStream);
            var request = new StubRequest(
                context.Request.HttpMethod, context.Request.RawUrl!, await reader.ReadToEndAsync(), context.Request.Headers["X-Atlas-Ha-Hops"],
                context.Request.Headers["Authorization"],
                context.Request.Headers["X-Request-Id"]);
            Requests.Enqueue(request);
            var answer = _answer(request);
            context.Response.StatusCode = answer.Status;
            if (answer.Location is { } location) context.Response.Headers["Location"] = location;
            if (answer.RetryAfter is { } seconds) context.Response.Headers["Retry-After"] = seconds;
            context.Response.Close(Encoding.UTF8.GetBytes(answer.Body), willBlock: true);
        }
    }
}
