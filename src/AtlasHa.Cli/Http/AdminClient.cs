using System.Text;
using System.Text.Json;

namespace AtlasHa.Cli.Http;

/// <summary>
/// Makes an operator's request once, through the first instance that can be reached. It is never sent a second time: a repeated switchover
/// would be another one.
/// </summary>
internal sealed class AdminClient(IReadOnlyList<Uri> instances, Credentials? user) : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Longer than a server follows a switchover before it gives up.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(90);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = ConnectTimeout, UseProxy = false }) { Timeout = AnswerTimeout };

    /// <summary>The answer, which is a success.</summary>
    /// <exception cref="CliException">No instance could be reached, none answered, or the request was refused.</exception>
    public async Task<JsonElement> SendAsync(HttpMethod method, string route, string? json, CancellationToken cancellationToken)
    {
        var tried = new List<string>();
        foreach (var instance in instances)
        {
            try
            {
                using var request = new HttpRequestMessage(method, new Uri(instance, $"/api/atlas/admin/{route}"));
                request.Headers.Authorization = user?.Header;
                if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
                using var response = await _http.SendAsync(request, cancellationToken);
                var answer = new AtlasResponse(response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken), Attempts: 1);
                if (!answer.IsSuccess) throw new CliException($"{instance.Authority} refused it: {answer.DescribeError()}");
                return JsonDocument.Parse(answer.Body).RootElement;
            }
            catch (HttpRequestException failure) when (failure.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
            {
                tried.Add($"{instance.Authority}: {failure.Message}");
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or JsonException
                || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                throw new CliException($"{instance.Authority} took the request but gave no usable answer ({failure.Message}); it may have had its effect, see `atlas-ha status`.", failure);
            }
        }

        throw new CliException($"no instance can be reached. {string.Join("; ", tried)}");
    }

    public void Dispose() => _http.Dispose();
}
