using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using AtlasHa.Chaos.Tests.Harness;
using AtlasHa.TestKit;

namespace AtlasHa.Chaos.Tests.Load;

/// <summary>
/// A hook that sends numbered messages about one register, one after the other, through whichever instance answers. What is not acknowledged is sent
/// again under the same request id, so that it is queued once whatever became of the first try.
/// </summary>
internal sealed class MessageStream : IAsyncDisposable
{
    private const int MaxRedirects = 5;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(5) };
    private readonly IReadOnlyList<Uri> _urls;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _sending;
    private int _acknowledged;

    private MessageStream(IReadOnlyList<Uri> urls, string key)
    {
        (_urls, Key) = (urls, key);
        _sending = Task.Run(SendAllAsync);
    }

    /// <summary>The register's name.</summary>
    public string Key { get; }

    public int Acknowledged => Volatile.Read(ref _acknowledged);

    public static MessageStream Start(IReadOnlyList<Uri> urls, string key) => new(urls, key);

    /// <summary>Returns when so many more messages have been acknowledged.</summary>
    public Task AcknowledgedAsync(int more)
    {
        var wanted = Acknowledged + more;
        return Eventually.TrueAsync($"{more} more messages are acknowledged", () => Acknowledged >= wanted || _sending.IsFaulted, TestTimeouts.Long);
    }

    /// <summary>Ends the stream after the message that is under way; how many there were.</summary>
    public async Task<int> StopAsync()
    {
        await _stopping.CancelAsync();
        await _sending;
        return Acknowledged;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await ((Task)_sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _stopping.Dispose();
    }

    private async Task SendAllAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{Key}-{_acknowledged}");
            var body = Body(_acknowledged);
            for (var tries = 0; !await TrySendAsync(_urls[tries % _urls.Count], id, body); tries++) await Lasting.ForAsync(TimeSpan.FromMilliseconds(20));
            Interlocked.Increment(ref _acknowledged);
        }
    }

    private async Task<bool> TrySendAsync(Uri instance, string id, string body)
    {
        var target = new Uri(instance, "/api/atlas/v2/notification/topic/ATLAS_HOOK");
        try
        {
            for (var hop = 0; hop < MaxRedirects; hop++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
                request.Headers.Add("X-Request-Id", id);
                using var answer = await _http.SendAsync(request);
                if (answer.StatusCode == HttpStatusCode.NoContent) return true;
                if (answer.StatusCode != HttpStatusCode.TemporaryRedirect)
                {
                    answer.StatusCode.ShouldBeOneOf(HttpStatusCode.ServiceUnavailable, HttpStatusCode.BadGateway);
                    return false;
                }

                target = answer.Headers.Location!;
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // Whether it was taken is not known.
        }

        return false;
    }

    private string Body(int number) => JsonSerializer.Serialize(new[]
    {
        new
        {
            version = new { version = "1.0.0" },
            message = new
            {
                type = "ENTITY_CREATE_V2",
                user = "hook",
                entities = new { entities = new[] { new { guid = "-1", typeName = "chaos_register", attributes = new { qualifiedName = Key, name = Key, number } } } },
            },
        },
    });
}
