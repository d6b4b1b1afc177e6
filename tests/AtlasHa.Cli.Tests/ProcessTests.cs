using AtlasHa.Cli.Processes;
using AtlasHa.Cli.Tests.Support;
using AtlasHa.TestKit;

namespace AtlasHa.Cli.Tests;

public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ProcessRunner _runner = new();
    private readonly ProcessStopper _stopper = new(TimeProvider.System);

    public void Dispose()
    {
        _runner.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Identity_is_read_past_any_process_name()
    {
        const string Stat = "42 (a) b (c)) S 1 42 42 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 987654 1 1";

        ProcessTable.Parse(42, Stat, "boot").ShouldBe(new ProcessIdentity(42, 987654, "boot"));
    }

    [Fact]
    public void Zombie_is_no_live_process()
        => ProcessTable.Parse(42, "42 (x) Z 1 42 42 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 987654 1 1", "boot").ShouldBeNull();

    [Fact]
    public async Task Recycled_pid_is_never_signalled()
    {
        var bystander = await StartAsync("sleep", "1000");
        var formerOwner = bystander with { StartTicks = bystander.StartTicks - 1 };
        var otherBoot = bystander with { BootId = "another" };

        Signals.Kill(formerOwner).ShouldBeFalse();
        Signals.Terminate(otherBoot).ShouldBeFalse();
        await _stopper.KillAsync([formerOwner, otherBoot], Cancellation);

        ProcessTable.IsAlive(bystander).ShouldBeTrue();
        await _stopper.KillAsync([bystander], Cancellation);
        ProcessTable.IsAlive(bystander).ShouldBeFalse();
    }

    [Fact]
    public async Task Process_that_ignores_the_polite_signal_is_killed_after_the_grace()
    {
        var stubborn = await StartAsync("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done");
        await Eventually.TrueAsync("the trap is set", () => ReadLog().Contains("ready"));

        var killed = await _stopper.StopAsync([stubborn], TimeSpan.FromMilliseconds(200), Cancellation);

        killed.ShouldBe([stubborn]);
        ProcessTable.IsAlive(stubborn).ShouldBeFalse();
    }

    [Fact]
    public async Task Process_that_heeds_the_polite_signal_is_not_killed()
    {
        var process = await StartAsync("sleep", "1000");

        (await _stopper.StopAsync([process], TestTimeouts.Short, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Started_process_has_its_own_session_and_directory_and_writes_to_its_log()
    {
        var process = await StartAsync("sh", "-c", "pwd; cut -d' ' -f6 /proc/$$/stat; echo bad >&2; exec sleep 1000");
        await Eventually.TrueAsync("three lines are logged", () => ReadLog().Length == 3);

        var lines = ReadLog();
        lines[0].ShouldBe(Path.Combine(_directory.Path, "work"));
        lines[1].Trim().ShouldBe($"{process.Pid}", "session id");
        lines[2].ShouldBe("bad");
        await _stopper.KillAsync([process], Cancellation);
    }

    [Fact]
    public async Task Tied_process_ends_with_its_starter_and_a_detached_one_does_not()
    {
        ProcessIdentity tied, detached;
        using (var starter = new ProcessRunner())
        {
            tied = await starter.StartAsync(Sleep("tied"), dieWithParent: true);
            detached = await starter.StartAsync(Sleep("detached"), dieWithParent: false);
            // The tie is made before exec: wait for the program itself.
            await Eventually.TrueAsync("both run sleep", () => IsSleep(tied) && IsSleep(detached));
        }

        await Eventually.TrueAsync("the tied process ended", () => !ProcessTable.IsAlive(tied));
        ProcessTable.IsAlive(detached).ShouldBeTrue();
        await _stopper.KillAsync([detached], Cancellation);
    }

    [Fact]
    public void Log_tail_shows_the_last_lines_and_nothing_for_a_missing_log()
    {
        var log = _directory.Write("x.log", string.Join('\n', Enumerable.Range(1, 20)));

        LogTail.Read(log).Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).ShouldBe([.. Enumerable.Range(13, 8).Select(n => $"  | {n}")]);
        LogTail.Read(log + ".none").ShouldBeEmpty();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Log => Path.Combine(_directory.Path, "logs", "process.log");

    // The log appears a moment after the start.
    private string[] ReadLog() => File.Exists(Log) ? File.ReadAllLines(Log) : [];

    private static bool IsSleep(ProcessIdentity process) => ProcessTable.CommandLine(process.Pid)?.StartsWith("sleep ", StringComparison.Ordinal) is true;

    private ChildProcess Sleep(string name) => new("sleep", ["1000"], _directory.Path, Path.Combine(_directory.Path, name + ".log"));

    private Task<ProcessIdentity> StartAsync(string executable, params string[] arguments)
        => _runner.StartAsync(new ChildProcess(executable, arguments, Path.Combine(_directory.Path, "work"), Log), dieWithParent: true);
}
