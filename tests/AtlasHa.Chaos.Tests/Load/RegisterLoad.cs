using AtlasHa.Chaos.Tests.History;
using AtlasHa.TestKit;

namespace AtlasHa.Chaos.Tests.Load;

/// <summary>Users that read, write, update and delete without pause, through all instances, and create entities that stay.</summary>
internal sealed class RegisterLoad : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(40);

    private readonly CancellationTokenSource _stop = new();
    private readonly IReadOnlyList<Uri> _urls;
    private readonly KeyWindow _keys;
    private readonly Task[] _users;
    private long _number;

    private RegisterLoad(IReadOnlyList<Uri> urls, string prefix, int seed, int users)
    {
        _urls = urls;
        _keys = new KeyWindow(prefix);
        _users = [.. Enumerable.Range(0, users).Select(user => Task.Run(() => UseAsync(user, new Random((seed * 1000) + user))))];
    }

    public HistoryRecorder History { get; } = new();

    /// <param name="prefix">Begins the names of all entities of this load.</param>
    /// <param name="seed">Decides what each user does, in which order.</param>
    public static RegisterLoad Start(IReadOnlyList<Uri> urls, string prefix, int seed, int users = 6) => new(urls, prefix, seed, users);

    /// <summary>Returns when so many more operations have been done since the call.</summary>
    public Task ServedAsync(int more = 100)
    {
        var goal = History.Done + more;
        return Eventually.TrueAsync($"{goal} operations are done", () => History.Done >= goal, TestTimeouts.Long);
    }

    /// <summary>Lets every user finish the request under way, then reads every entity that was used through every instance.</summary>
    public async Task StopAndReadAsync()
    {
        await StopAsync();
        await Parallel.ForEachAsync(_urls.Index(), async (instance, _) =>
        {
            using var reader = new RecordingUser(_users.Length + instance.Index, [instance.Item], History);
            foreach (var key in _keys.Used) (await reader.PerformAsync(OperationKind.Read, key, 0)).ShouldBe(Outcome.Done, $"{key} through {instance.Item}, when all is well");
        });
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_users);
    }

    private async Task UseAsync(int number, Random random)
    {
        using var user = new RecordingUser(number, _urls, History);
        while (!_stop.IsCancellationRequested)
        {
            var outcome = random.Next(10) == 0
                ? await user.PerformAsync(OperationKind.Write, _keys.Single(), NextNumber())
                : await user.PerformAsync(KindFrom(random.Next(10)), _keys.Shared(random), NextNumber());
            await Task.Delay(outcome == Outcome.Done ? Pace : PauseAfterFailure);
        }
    }

    private long NextNumber() => Interlocked.Increment(ref _number);

    private static OperationKind KindFrom(int dice) => dice switch
    {
        < 4 => OperationKind.Read,
        < 7 => OperationKind.Write,
        < 9 => OperationKind.Update,
        _ => OperationKind.Delete,
    };
}
