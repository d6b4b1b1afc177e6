using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Json;
using Microsoft.Extensions.Options;

namespace AtlasHa.Client.Http;

/// <inheritdoc cref="IAtlasHttpClient"/>
internal sealed class AtlasHttpClient : IAtlasHttpClient, IDisposable
{
    private static readonly AtlasRequest Status = new(HttpMethod.Get, "admin/status");
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StatusTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);

    private readonly AtlasHaHttpOptions _options;
    private readonly TimeProvider _time;
    private readonly InstanceList _instances;
    private readonly HttpMessageInvoker _http;
    private readonly ClusterHttp _cluster;

    public AtlasHttpClient(IOptions<AtlasHaHttpOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        _instances = new InstanceList(_options.Instances);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectTimeout,
            // A host name that comes to mean another address is noticed.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        });
        _cluster = new ClusterHttp(_http, _instances, Credentials(_options), time);
    }

    public async Task<T?> SendAsync<T>(AtlasRequest request, CancellationToken cancellationToken = default)
        where T : class
    {
        var name = $"{request.Method} {request.Target}";
        // Without an id a write that was lost could not be sent again.
        var requestId = request.IsWrite ? RequestIds.Checked(request.RequestId ?? Guid.CreateVersion7().ToString()) : null;
        var attempt = await AnsweredAsync(name, request, requestId, cancellationToken).ConfigureAwait(false);
        if ((int)attempt.Status! is < 200 or > 299)
            throw AtlasRequestException.From(name, attempt.Status.Value, attempt.Body);
        return attempt.Body.Length == 0 ? null : AtlasJson.Parse<T>(attempt.Body);
    }

    public async Task<Uri?> FindActiveAsync(CancellationToken cancellationToken = default)
    {
        var asked = await Task.WhenAll(_instances.All.Select(instance => IsActiveAsync(instance, cancellationToken))).ConfigureAwait(false);
        return _instances.All.Zip(asked).FirstOrDefault(pair => pair.Second).First;
    }

    public void Dispose() => _http.Dispose();

    private async Task<Attempt> AnsweredAsync(string name, AtlasRequest request, string? requestId, CancellationToken cancellationToken)
    {
        var retries = _options.Retries;
        var started = _time.GetTimestamp();
        var (patience, left) = (retries.FirstAttemptTimeout, retries.Deadline);
        for (var attempts = 1; ; attempts++)
        {
            var attempt = await _cluster.TryAsync(request, requestId, Shorter(patience, left), cancellationToken).ConfigureAwait(false);
            if (attempt.Status is not null)
                return attempt;
            _instances.Failed();
            patience *= 2;
            left = retries.Deadline - _time.GetElapsedTime(started);
            var pause = Longer(PauseAfter(attempts), attempt.RetryAfter);
            if (pause >= left)
                throw new TimeoutException(
                    $"{name}{(requestId is null ? "" : $" with request id {requestId}")} got no answer within {retries.Deadline.TotalSeconds:0.###} s and {attempts} attempts. "
                    + $"The last one: {attempt.Trouble}. See GET /api/atlas/admin/instances on any instance", attempt.Cause);
            await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(false);
            left -= pause;
        }
    }

    private async Task<bool> IsActiveAsync(Uri instance, CancellationToken cancellationToken)
    {
        var one = new ClusterHttp(_http, new InstanceList([instance]), credentials: null, _time);
        var attempt = await one.TryAsync(Status, requestId: null, StatusTimeout, cancellationToken).ConfigureAwait(false);
        return (int?)attempt.Status == 200 && JsonDocument.Parse(attempt.Body).RootElement is { ValueKind: JsonValueKind.Object } status
            && status.TryGetProperty("Status", out var state) && state.ValueEquals("ACTIVE"u8);
    }

    private static AuthenticationHeaderValue? Credentials(AtlasHaHttpOptions options) => options.UserName is null
        ? null
        : new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.UserName}:{options.Password}")));

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>The second attempt follows almost at once: most often another instance is the active one already.</summary>
    [SuppressMessage("Security", "CA5394", Justification = "Jitter is no secret.")]
    private TimeSpan PauseAfter(int attempts) =>
        Shorter(FirstPause * Math.Pow(2, Math.Min(attempts - 1, 16)), _options.Retries.MaxPause) * (0.5 + Random.Shared.NextDouble() / 2);
}
