using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace AtlasHa.Cli.Http;

/// <summary>Asks single instances how they and the cluster are. Never follows redirects and never retries.</summary>
internal sealed class InstanceProbe(Credentials? user) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = Timeout, UseProxy = false }) { Timeout = Timeout };

    /// <summary>True when the instance has joined the cluster and says so.</summary>
    public async Task<bool> IsReadyAsync(Uri instance, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(instance, "/health/ready"), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (IsNoAnswer(exception, cancellationToken))
        {
            return false;
        }
    }

    /// <summary>The cluster as this instance sees it, or null when it gives no usable answer.</summary>
    /// <exception cref="CliException">The instance asks for a user, and none was given or not a right one.</exception>
    public async Task<ClusterView?> GetClusterAsync(Uri instance, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(instance, "/api/atlas/admin/instances"));
            request.Headers.Authorization = user?.Header;
            using var response = await _http.SendAsync(request, cancellationToken);
            if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                throw new CliException($"{instance.Authority} does not let {user?.Name ?? "somebody without a name"} in; give a user in the environment variable {Credentials.Variable} or with --user.");
            if (!response.IsSuccessStatusCode) return null;
            var view = await response.Content.ReadFromJsonAsync<ClusterView>(cancellationToken);
            return view?.Instances is null ? null : view;
        }
        catch (Exception exception) when (exception is JsonException || IsNoAnswer(exception, cancellationToken))
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    private static bool IsNoAnswer(Exception exception, CancellationToken cancellationToken)
        => exception is HttpRequestException or IOException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
