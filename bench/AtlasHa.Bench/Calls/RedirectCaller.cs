namespace AtlasHa.Bench.Calls;

/// <summary>Asks one URL and follows redirects.</summary>
internal sealed class RedirectCaller(string name, Uri url) : ICaller
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public string Name => name;

    public async Task<string?> CallAsync(CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(url, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return answer.RequestMessage!.RequestUri!.Authority;
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}
