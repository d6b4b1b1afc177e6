namespace AtlasHa.Bench.Calls;

/// <summary>Knows the URLs of all instances, stays with the one that answers, and goes on to the next when one fails; follows redirects.</summary>
internal sealed class UrlListCaller(string name, IReadOnlyList<Uri> urls) : ICaller
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private int _current;

    public string Name => name;

    public async Task<string?> CallAsync(CancellationToken cancellationToken)
    {
        var index = Volatile.Read(ref _current);
        try
        {
            using var answer = await _http.GetAsync(urls[index % urls.Count], cancellationToken);
            answer.EnsureSuccessStatusCode();
            return answer.RequestMessage!.RequestUri!.Authority;
        }
        catch
        {
            // Of many calls that fail at one server, only the first moves on.
            Interlocked.CompareExchange(ref _current, index + 1, index);
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}
