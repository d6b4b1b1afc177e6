using System.Text;
using System.Text.Json.Nodes;

namespace AtlasHa.Bench.Calls;

/// <summary>
/// Users of all instances in turn, who follow redirects and repeat nothing: nine reads of one entity, then one durable write of one of a
/// hundred others.
/// </summary>
internal sealed class MixedCaller(IReadOnlyList<Uri> urls, string readPath) : ICaller
{
    private const int CallsPerWrite = 10;
    private const int WrittenEntities = 100;

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private Uri? _avoided;
    private int _number;

    public string Name => "mixed load";

    /// <summary>From now on the others are used; null: all again. For an instance that will be stopped, as a load balancer would be told.</summary>
    public void Avoid(Uri? url) => Volatile.Write(ref _avoided, url);

    public async Task<string?> CallAsync(CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _number);
        var url = urls[number % urls.Count];
        // Its share goes to its neighbour.
        if (url == Volatile.Read(ref _avoided)) url = urls[(number + 1) % urls.Count];
        using var answer = number % CallsPerWrite == 0
            ? await _http.PostAsync(new Uri(url, "/api/atlas/v2/entity"), Entity(number), cancellationToken)
            : await _http.GetAsync(new Uri(url, readPath), cancellationToken);
        answer.EnsureSuccessStatusCode();
        return answer.RequestMessage!.RequestUri!.Authority;
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private static StringContent Entity(int number)
    {
        var name = $"bench-{number / CallsPerWrite % WrittenEntities}@1";
        var entity = new JsonObject
        {
            ["entity"] = new JsonObject
            {
                ["typeName"] = "DataSet",
                ["guid"] = "-1",
                ["attributes"] = new JsonObject { ["qualifiedName"] = name, ["name"] = name, ["description"] = $"{number}" },
            },
        };
        return new StringContent(entity.ToJsonString(), Encoding.UTF8, "application/json");
    }
}
