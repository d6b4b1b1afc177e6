using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AtlasHa.Bench.Tools;
using AtlasHa.TestKit;

namespace AtlasHa.Bench.Notifications;

/// <summary>The same entities, created by hooks' messages, by single requests and by bulk requests. The names of each round are its own.</summary>
internal sealed class MessageLoad(Uri active) : IDisposable
{
    private const int PerPost = 100;
    private const int Producers = 4;
    private const string Topic = "ATLAS_HOOK";
    private const int PerBulk = 50;

    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>Messages that have had their effect per second, from the first POST on; and how long a user, if there is one, who creates entities meanwhile waits.</summary>
    public async Task<(double PerSecond, double Queued, IReadOnlyList<double> UserMillis)> MessagesAsync(
        string round, int count, bool withUser, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        await QueueAsync(round, count, Producers, cancellationToken);
        var queued = Stopwatch.GetElapsedTime(began);

        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var user = withUser ? UserAsync(round, done.Token) : Task.FromResult<IReadOnlyList<double>>([]);
        await AllTakenAsync(round, count, cancellationToken);
        var took = Stopwatch.GetElapsedTime(began);
        await done.CancelAsync();
        return (count / took.TotalSeconds, count / queued.TotalSeconds, await user);
    }

    /// <summary>Messages that have had their effect per second, from the start of the program on that sends them to Kafka.</summary>
    public async Task<double> FromKafkaAsync(string servers, string round, int count, CancellationToken cancellationToken)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, Enumerable.Range(0, count).Select(i => Message(round, i)), cancellationToken);
            var began = Stopwatch.GetTimestamp();
            await Tool.RunAsync(MockBrokers.Program, ["-P", "-b", servers, "-t", Topic, "-p", "0", "-l", file], TestTimeouts.Long);
            await AllTakenAsync(round, count, cancellationToken);
            return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Posts messages by several producers, each one request after the other, and leaves them to be processed.</summary>
    /// <param name="round">Prefix of their names.</param>
    /// <param name="count">How many.</param>
    /// <param name="producers">One keeps them in order.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task QueueAsync(string round, int count, int producers, CancellationToken cancellationToken) => InParallelAsync(
        (count + PerPost - 1) / PerPost, producers,
        post => PostAsync($"notification/topic/{Topic}", $"[{Join(post * PerPost, Math.Min(PerPost, count - (post * PerPost)), i => Message(round, i))}]", cancellationToken));

    /// <summary>How long a user waits who creates entities one after the other, for so long.</summary>
    public async Task<IReadOnlyList<double>> UserAsync(string round, TimeSpan length, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        over.CancelAfter(length);
        return await UserAsync(round, over.Token);
    }

    /// <summary>Where to ask whether a message has had its effect.</summary>
    public static string EffectPath(string round, int i) => $"/api/atlas/v2/entity/uniqueAttribute/type/DataSet/header?attr:qualifiedName={Name(round, i)}";

    /// <summary>Entities created per second by clients of which each sends one after the other.</summary>
    public Task<double> SinglesAsync(string round, int count, int clients, CancellationToken cancellationToken) => InParallelAsync(
        count, clients, i => PostAsync("entity", $$"""{"entity":{{Entity(round, i)}}}""", cancellationToken));

    /// <summary>The same by bulk requests, the form in which hooks' work is done by hand.</summary>
    public async Task<double> BulksAsync(string round, int count, int clients, CancellationToken cancellationToken) => PerBulk * await InParallelAsync(
        count / PerBulk, clients, i => PostAsync("entity/bulk", $$"""{"entities":[{{Join(i * PerBulk, PerBulk, number => Entity(round, number))}}]}""", cancellationToken));

    public void Dispose() => _http.Dispose();

    /// <summary>Messages are taken in order, but several producers may be posting at the end.</summary>
    private Task AllTakenAsync(string round, int count, CancellationToken cancellationToken) => Eventually.TrueAsync(
        "the last messages have their effect",
        async () =>
        {
            for (var last = count - 1; last >= 0 && last > count - 1 - (Producers * PerPost); last -= PerPost)
            {
                if (!await ExistsAsync(EffectPath(round, last), cancellationToken)) return false;
            }

            return true;
        },
        Patience);

    private static async Task<double> InParallelAsync(int count, int clients, Func<int, Task> send)
    {
        var next = -1;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < count;) await send(i);
        })));
        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private async Task<IReadOnlyList<double>> UserAsync(string round, CancellationToken cancellationToken)
    {
        List<double> millis = [];
        try
        {
            for (var i = 0; !cancellationToken.IsCancellationRequested; i++)
            {
                var began = Stopwatch.GetTimestamp();
                await PostAsync("entity", $$"""{"entity":{{Entity($"user-{round}", i)}}}""", cancellationToken);
                millis.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }
        catch (OperationCanceledException)
        {
            // The messages are done.
        }

        return millis;
    }

    private static string Join(int from, int count, Func<int, string> item) => string.Join(',', Enumerable.Range(from, count).Select(item));

    private static string Name(string round, int i) => string.Create(CultureInfo.InvariantCulture, $"{round}-{i}");

    private static string Entity(string round, int i) =>
        $$$"""{"typeName":"DataSet","guid":"-{{{i + 1}}}","attributes":{"qualifiedName":"{{{Name(round, i)}}}","name":"{{{Name(round, i)}}}"}}""";

    private static string Message(string round, int i) =>
        """{"version":{"version":"1.0.0"},"message":{"type":"ENTITY_CREATE_V2","user":"hook","entities":{"entities":[""" + Entity(round, i) + "]}}}";

    private async Task<bool> ExistsAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(new Uri(active, path), cancellationToken);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    private async Task PostAsync(string path, string body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = Json } };
        using var answer = await _http.PostAsync(new Uri(active, $"/api/atlas/v2/{path}"), content, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{path} was refused: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }
}
