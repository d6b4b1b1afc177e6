using AtlasHa.Cli.Cluster;
using AtlasHa.Cli.Processes;
using AtlasHa.Cli.Tests.Support;

namespace AtlasHa.Cli.Tests;

public sealed class ClusterStateFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ClusterLayout _layout;
    private readonly ClusterStateFile _file;

    public ClusterStateFileTests()
    {
        _layout = new ClusterLayout(_directory.Path);
        _file = new ClusterStateFile(_layout);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void State_reads_back_as_written()
    {
        var state = NewState();

        _file.Write(state);
        var read = _file.Read()!;

        read.Instances.ShouldBe(state.Instances);
        (read with { Instances = state.Instances }).ShouldBe(state);
    }

    [Fact]
    public void State_is_null_when_nothing_was_started() => _file.Read().ShouldBeNull();

    [Fact]
    public void State_is_null_after_delete()
    {
        _file.Write(NewState());
        _file.Delete();

        _file.Read().ShouldBeNull();
    }

    [Theory]
    [InlineData("{ \"instances\": [", "is damaged")]
    [InlineData("{ \"format\": 99, \"zooKeeper\": {}, \"instances\": [] }", "another version")]
    [InlineData("{}", "another version")]
    public void Unreadable_state_names_the_file_and_the_way_out(string content, string expected)
    {
        File.WriteAllText(_layout.StateFile, content);

        var message = Should.Throw<CliException>(() => _file.Read()).Message;

        message.ShouldStartWith(_layout.StateFile);
        message.ShouldContain(expected);
        message.ShouldContain("delete the file");
    }

    [Fact]
    public async Task Reader_never_sees_half_a_state()
    {
        _file.Write(NewState());
        using var done = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            var reads = 0;
            for (; !done.IsCancellationRequested || reads == 0; reads++) _file.Read()!.Instances.Count.ShouldBe(2);
            return reads;
        });

        for (var i = 0; i < 50; i++) _file.Write(NewState());
        await done.CancelAsync();

        (await reader).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Live_processes_are_those_that_still_have_the_start_time_that_was_written()
    {
        var self = ProcessTable.Find(Environment.ProcessId)!;
        var state = NewState().With(new InstanceState("id2", 2, 3, 4, self));

        state.LiveProcesses.ShouldBe([self]);
        state.Find("id1")!.IsAlive.ShouldBeFalse();
        state.Find("id2")!.IsAlive.ShouldBeTrue();
    }

    private static ClusterState NewState()
    {
        // This process's pid with another start: what a recycled pid looks like.
        var recycled = ProcessTable.Find(Environment.ProcessId)! with { StartTicks = 1 };
        return new ClusterState(
            "/opt/AtlasHa.Server.dll", "/models", new ZooKeeperState("127.0.0.1:2181/x", recycled),
            [new InstanceState("id1", 21000, 11111, 30000, recycled), new InstanceState("id2", 21001, 11112, 30001, null)], recycled);
    }
}
