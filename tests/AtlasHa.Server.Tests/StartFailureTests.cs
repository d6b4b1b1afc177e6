using System.Diagnostics;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Server.Tests;

/// <summary>A server that cannot start says why, in a line for each thing to mend, and exits with 1.</summary>
public sealed class StartFailureTests
{
    [Fact]
    public async Task Wrong_settings_are_all_named()
    {
        var (code, errors) = await RunAsync("--AtlasHa:Http:Port=0", "--AtlasHa:Http:Address=0.0.0.0", "--AtlasHa:InstanceId=a/b");
        code.ShouldBe(1);
        errors.ShouldContain("AtlasHa:Http:Port");
        errors.ShouldContain("AtlasHa:Security:AllowUnauthenticatedNetworkAccess");
        errors.ShouldContain("AtlasHa:InstanceId");
        errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Wrong_settings_of_a_part_are_named()
    {
        var (code, errors) = await RunAsync("--AtlasHa:Catalog:ModelsFolder=/no/such/folder", "--AtlasHa:Gateway:MaxHops=0", "--AtlasHa:Gateway:MaxExports=0");
        code.ShouldBe(1);
        errors.ShouldContain("/no/such/folder");
        errors.ShouldContain("AtlasHa:Gateway:MaxHops");
        errors.ShouldContain("AtlasHa:Gateway:MaxExports");
        errors.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("AtlasHa:Store:Provider", "--AtlasHa:Store:Provider=Oracle")]
    [InlineData("AtlasHa:Store:Provider", "--AtlasHa:Store:Provider=7")]
    [InlineData("AtlasHa:Store:Postgres:ConnectionString", "--AtlasHa:Store:Provider=Postgres")]
    [InlineData("AtlasHa:Store:Postgres:ConnectionString", "--AtlasHa:Store:Provider=Postgres", "--AtlasHa:Store:Postgres:ConnectionString=Host=db1;Password=hidden-secret")]
    [InlineData("AtlasHa:Store:Postgres:ConnectionString", "--AtlasHa:Store:Provider=Postgres", "--AtlasHa:Store:Postgres:ConnectionString=Host=db1;Database=a;Port=hidden-secret")]
    public async Task Wrong_store_setting_is_named_without_its_secrets(string key, params string[] arguments)
    {
        var (code, errors) = await RunAsync(arguments);
        code.ShouldBe(1);
        errors.ShouldContain("wrong setting: ");
        errors.ShouldContain(key);
        errors.ShouldNotContain("hidden-secret");
        errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Unreachable_database_is_named_without_its_password()
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        await using var zooKeeper = await ZooKeeperServerProcess.StartAsync();
        var port = FreePort.Next();
        var (code, errors) = await RunAsync(
            $"--AtlasHa:ZooKeeper:ConnectString={zooKeeper.ConnectString}", "--AtlasHa:Store:Provider=Postgres",
            $"--AtlasHa:Store:Postgres:ConnectionString=Host=127.0.0.1;Port={port};Database=atlas;Username=atlas;Password=hidden-secret");
        code.ShouldBe(1);
        errors.ShouldContain($"the PostgreSQL server at 127.0.0.1 (port {port}, database atlas) does not answer: check that it runs");
        errors.ShouldNotContain("hidden-secret");
        errors.ShouldNotContain("   at ");
    }

    private static async Task<(int Code, string Errors)> RunAsync(params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("atlas-ha-start-").FullName;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder };
        string[] ports = [$"--AtlasHa:Http:Port={FreePort.Next()}", $"--AtlasHa:Silo:Port={FreePort.Next()}", $"--AtlasHa:Silo:GatewayPort={FreePort.Next()}"];
        foreach (var argument in (string[])[ServerBuild.Dll, .. ports, .. arguments]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        ChildReaper.Watch(process.Id);
        using var deadline = new CancellationTokenSource(TestTimeouts.Long);
        var (errors, _) = (process.StandardError.ReadToEndAsync(deadline.Token), process.StandardOutput.ReadToEndAsync(deadline.Token));
        await process.WaitForExitAsync(deadline.Token);
        ChildReaper.Forget(process.Id);
        Directory.Delete(folder, recursive: true);
        return (process.ExitCode, await errors);
    }
}
