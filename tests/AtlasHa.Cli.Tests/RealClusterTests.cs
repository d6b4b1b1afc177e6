using System.Diagnostics;
using System.Text.Json.Nodes;
using AtlasHa.TestKit;

namespace AtlasHa.Cli.Tests;

/// <summary>The tool as its users have it: its own process, the real server, a real ZooKeeper.</summary>
public sealed class RealClusterTests : IDisposable
{
    private const string Model = """
        {"entityDefs":[{"name":"shelf","superTypes":["DataSet"],"attributeDefs":[{"name":"rows","typeName":"int","isOptional":true}]}]}
        """;

    private const string Entities = """
        {"entities":[{"typeName":"shelf","guid":"-1","attributes":{"qualifiedName":"s1@test","name":"s1","rows":3}},
                     {"typeName":"shelf","guid":"-2","attributes":{"qualifiedName":"s2@test","name":"s2"}}]}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("atlas-ha-cli-").FullName;

    private string LoadFolder => Path.Combine(_folder, "load");

    [Fact]
    public async Task Cluster_comes_up_takes_a_load_survives_a_kill_and_goes_down()
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        await WriteAsync("1-model.json", Model);
        await WriteAsync("2-entities.json", Entities);
        var (http, silo, gateway, zooKeeper) = (FreePort.NextRow(2), FreePort.NextRow(2), FreePort.NextRow(2), FreePort.Next());
        try
        {
            await SucceedAsync("up", "--detach", "--instances", "2", "--http-port", $"{http}", "--silo-port", $"{silo}", "--gateway-port", $"{gateway}", "--zookeeper-port", $"{zooKeeper}");
            (await SucceedAsync("load", LoadFolder)).ShouldContain("Types: 1 created");
            var before = await ActiveAsync();

            await SucceedAsync("kill", "active");

            await Eventually.TrueAsync("the other instance is active", async () => await TryActiveAsync() is { } now && now != before, TestTimeouts.Long);
            await SucceedAsync("start", before);
            (await SucceedAsync("load", LoadFolder)).ShouldContain("1 left alone");

            // The one that came back is in the queue a moment after its start; the command says when it is not.
            await Eventually.TrueAsync("the restarted one takes over", async () => (await RunAsync("switchover", "--to", before)).Code == 0, TestTimeouts.Long);
            (await ActiveAsync()).ShouldBe(before);
            (await SucceedAsync("pause", "--reason", "a test")).ShouldContain("paused");
            (await SucceedAsync("status")).ShouldContain("(a test)");
            await SucceedAsync("resume");
            (await SucceedAsync("history")).ShouldContain($"switchover to {before}");
        }
        finally
        {
            await SucceedAsync("down");
        }

        (await RunAsync("status")).Code.ShouldBe(1);
    }

    [Fact]
    public async Task Cluster_in_the_foreground_stops_on_interrupt()
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        using var up = Start("up", "--instances", "1", "--http-port", $"{FreePort.Next()}", "--silo-port", $"{FreePort.Next()}", "--gateway-port", $"{FreePort.Next()}", "--zookeeper-port", $"{FreePort.Next()}");
        var output = up.StandardOutput.ReadToEndAsync();
        await Eventually.TrueAsync("one instance is active", async () => await TryActiveAsync() is not null, TestTimeouts.Long);

        ProcessSignals.Interrupt(up.Id);

        using var deadline = new CancellationTokenSource(TestTimeouts.Long);
        await up.WaitForExitAsync(deadline.Token);
        (await output).ShouldContain("id1 is ACTIVE");
        (await RunAsync("status")).Code.ShouldBe(1);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> ActiveAsync() => await TryActiveAsync() ?? throw new InvalidOperationException("nobody is active");

    private async Task<string?> TryActiveAsync()
    {
        var (_, output) = await RunAsync("status", "--json");
        var instances = JsonNode.Parse(output.Length == 0 || output[0] != '{' ? "{}" : output)!["instances"]?.AsArray();
        return (string?)instances?.FirstOrDefault(i => (string?)i!["status"] == "ACTIVE")?["instanceId"];
    }

    private Task WriteAsync(string name, string json) => File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(LoadFolder).FullName, name), json);

    private async Task<string> SucceedAsync(params string[] arguments)
    {
        var (code, output) = await RunAsync(arguments);
        code.ShouldBe(0, $"atlas-ha {string.Join(' ', arguments)}\n{output}");
        return output;
    }

    private async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        using var deadline = new CancellationTokenSource(TestTimeouts.Long);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(deadline.Token), process.StandardError.ReadToEndAsync(deadline.Token));
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, await output + await errors);
    }

    private Process Start(params string[] arguments)
    {
        // A test run that was itself started in the background has SIGINT ignored, and would pass that on.
        var start = new ProcessStartInfo("env") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder };
        foreach (var argument in (string[])["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "atlas-ha.dll")]) start.ArgumentList.Add(argument);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.ArgumentList.Add("--data");
        start.ArgumentList.Add(Path.Combine(_folder, ".cluster"));
        var process = Process.Start(start)!;
        ChildReaper.Watch(process.Id);
        return process;
    }
}
