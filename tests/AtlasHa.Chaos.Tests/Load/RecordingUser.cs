using System.Net;
using AtlasHa.Chaos.Tests.History;

namespace AtlasHa.Chaos.Tests.Load;

/// <summary>
/// One user, who asks one instance after the other, follows redirects, and takes down each request. It sends a request once: what
/// failed is not repeated, so that each operation in the history is one request.
/// </summary>
internal sealed class RecordingUser(int number, IReadOnlyList<Uri> urls, HistoryRecorder history) : IDisposable
{
    private const int MaxRedirects = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PatienceToConnect = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = PatienceToConnect }) { Timeout = Patience };
    private int _asked;

    public async Task<Outcome> PerformAsync(OperationKind kind, string key, long value)
    {
        var url = urls[(number + _asked++) % urls.Count];
        var invoked = HistoryRecorder.Now;
        var (outcome, seen) = await AskAsync(kind, key, value, url);
        history.Add(new RecordedOperation(number, key, kind, value, invoked, HistoryRecorder.Now, outcome, seen));
        return outcome;
    }

    public void Dispose() => _http.Dispose();

    private async Task<(Outcome Outcome, Observation? Seen)> AskAsync(OperationKind kind, string key, long value, Uri url)
    {
        var target = new Uri(url, RegisterApi.Target(kind, key));
        try
        {
            for (var hop = 0; hop <= MaxRedirects; hop++)
            {
                using var request = new HttpRequestMessage(RegisterApi.Method(kind), target) { Content = RegisterApi.Body(kind, key, value) };
                using var response = await _http.SendAsync(request);
                var body = await response.Content.ReadAsStringAsync();
                if (response.StatusCode is HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect)
                {
                    target = response.Headers.Location!;
                    continue;
                }

                var haError = response.Headers.TryGetValues("X-Atlas-Ha-Error", out var codes) ? codes.First() : null;
                if (RegisterApi.Meaning(kind, response.StatusCode, haError, body) is { } meaning) return meaning;
                history.AddWrongAnswer($"{kind} of {key} at {target}: {(int)response.StatusCode} {haError} {body}");
                return (Outcome.Unknown, null);
            }

            // Redirects alone execute nothing.
            return (Outcome.Refused, null);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
        {
            // There was no connection, so nothing was sent.
            return (Outcome.Refused, null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return (Outcome.Unknown, null);
        }
    }
}
