using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace AtlasHa.Bench.Catalogues;

/// <summary>Loads databases of the generated catalogue through bulk requests, some at the same time, and notes what later requests can ask for.</summary>
internal sealed class BulkLoad(Uri active, LoadedTables tables) : IDisposable
{
    private const int Connections = 4;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(2) };

    public async Task DefineTypesAsync(CancellationToken cancellationToken)
    {
        using var answer = await PostAsync("types/typedefs", Encoding.UTF8.GetBytes(HiveLikeCatalogue.TypeDefs), cancellationToken);
    }

    /// <summary>Loads whole databases until there are at least so many entities, or the time is over.</summary>
    /// <returns>Entities per second.</returns>
    public async Task<double> UpToAsync(int entities, TimeSpan limit, CancellationToken cancellationToken)
    {
        var (from, to) = (tables.Databases, (int)Math.Ceiling(entities / (double)HiveLikeCatalogue.EntitiesPerDatabase));
        var next = from;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(WorkAsync, cancellationToken)));
        tables.Loaded(Math.Min(next, to));
        return (tables.Databases - from) * HiveLikeCatalogue.EntitiesPerDatabase / Stopwatch.GetElapsedTime(began).TotalSeconds;

        async Task WorkAsync()
        {
            while (Stopwatch.GetElapsedTime(began) < limit)
            {
                var database = Interlocked.Increment(ref next) - 1;
                if (database >= to) return;
                using var answer = await PostAsync("entity/bulk", HiveLikeCatalogue.Database(database), cancellationToken);
                Keep(database, answer.RootElement.GetProperty("guidAssignments"));
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private void Keep(int database, JsonElement assignments)
    {
        for (var table = 0; table < HiveLikeCatalogue.TablesPerDatabase; table++)
        {
            tables.Add(
                (database * HiveLikeCatalogue.TablesPerDatabase) + table, assignments.GetProperty(HiveLikeCatalogue.TablePlaceholder(table)).GetString()!,
                HiveLikeCatalogue.TableName(database, table));
        }
    }

    private async Task<JsonDocument> PostAsync(string path, byte[] body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = Json;
        using var answer = await _http.PostAsync(new Uri(active, $"/api/atlas/v2/{path}"), content, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path} was refused: {(int)answer.StatusCode} {text[..Math.Min(500, text.Length)]}");
        return JsonDocument.Parse(text);
    }
}
