using AtlasHa.Cli.Tests.Support;

namespace AtlasHa.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("up", "atlas-ha up --zookeeper", "--http-port", "--detach", "--models", "--timeout")]
    [InlineData("down", "Data and logs are kept", "--data")]
    [InlineData("status", "Exit code: 0 when exactly one instance is ACTIVE", "--json", "--watch", "--url")]
    [InlineData("kill", "SIGKILL", "active")]
    [InlineData("stop", "SIGTERM", "active")]
    [InlineData("start", "--timeout", "<INSTANCE>")]
    [InlineData("load", "--keep-going", "atlas-ha load models/", "typeVersion", "<PATH>...")]
    [InlineData("switchover", "--to", "--wait", "--url", "atlas-ha switchover --to id2")]
    [InlineData("pause", "--reason", "atlas-ha resume")]
    [InlineData("resume", "--url")]
    [InlineData("history", "--json", "GAP")]
    public async Task Help_explains_each_command(string command, params string[] parts)
    {
        var result = await Tool.RunAsync(command, "--help");

        result.ExitCode.ShouldBe(ExitCodes.Ok);
        foreach (var part in parts) result.Output.ShouldContain(part);
        result.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Help_of_the_tool_lists_commands_examples_and_exit_codes()
    {
        var result = await Tool.RunAsync("--help");

        result.ExitCode.ShouldBe(ExitCodes.Ok);
        foreach (var command in new[] { "up", "down", "status", "kill", "stop", "start", "load", "switchover", "pause", "resume", "history" }) result.Output.ShouldContain($"\n  {command} ");
        result.Output.ShouldContain("Examples:");
        result.Output.ShouldContain("Exit codes: 0 done, 1 failed, 2 wrong usage");
    }

    [Fact]
    public async Task Version_is_printed()
    {
        var result = await Tool.RunAsync("--version");

        result.ExitCode.ShouldBe(ExitCodes.Ok);
        result.Output.ShouldMatch(@"^\d+\.\d+\.\d+");
    }

    [Theory]
    [InlineData("Unrecognized command or argument 'bogus'", "bogus")]
    [InlineData("'INSTANCE' missing", "kill")]
    [InlineData("--instances takes a number from 1 to 50, not 'x'", "up", "--instances", "x")]
    [InlineData("--instances takes a number from 1 to 50, not '0'", "up", "--instances", "0")]
    [InlineData("leaves no room for 3 instances", "up", "--http-port", "65535")]
    [InlineData("--timeout takes a number of seconds above 0", "load", "x.json", "--timeout", "0")]
    [InlineData("is not a port", "up", "--zookeeper", "localhost:port")]
    [InlineData("does not go together with --zookeeper", "up", "--zookeeper", "localhost", "--zookeeper-port", "2000")]
    [InlineData("'ftp://x' is no http URL", "status", "--url", "ftp://x")]
    [InlineData("--json and --watch do not go together", "status", "--json", "--watch")]
    public async Task Wrong_usage_exits_with_2_and_says_what_is_wrong(string expected, params string[] arguments)
    {
        using var directory = new TemporaryDirectory();
        var withData = arguments[0] is "up" or "status" ? [.. arguments, "--data", directory.Path] : arguments;

        var result = await Tool.RunAsync(withData);

        result.ExitCode.ShouldBe(ExitCodes.Usage);
        result.Error.ShouldContain(expected);
        result.Error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("down")]
    [InlineData("status")]
    [InlineData("kill", "active")]
    [InlineData("stop", "id1")]
    [InlineData("start", "id1")]
    public async Task Commands_on_a_cluster_say_how_to_get_one_when_there_is_none(params string[] arguments)
    {
        using var directory = new TemporaryDirectory();

        var result = await Tool.RunAsync([.. arguments, "--data", directory.Path]);

        result.ExitCode.ShouldBe(ExitCodes.Failure);
        result.Error.ShouldBe($"atlas-ha: no cluster runs from {directory.Path}. Start one with `atlas-ha up`, or name its directory with --data.{Environment.NewLine}");
    }

    [Fact]
    public async Task Stack_traces_are_for_verbose_only()
    {
        using var directory = new TemporaryDirectory();

        var result = await Tool.RunAsync("status", "--data", directory.Path, "--verbose");

        result.ExitCode.ShouldBe(ExitCodes.Failure);
        result.Error.ShouldContain("   at AtlasHa.Cli.");
    }
}
