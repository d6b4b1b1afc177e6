using System.Diagnostics;
using System.Net.Http.Json;
using AtlasHa.Cli.Tests.Support;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Cli.Tests;

/// <summary>From one real cluster into another.</summary>
public sealed class RealImportTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private AtlasCluster? _from;
    private AtlasCluster? _to;

    private string Work => Path.Combine(_directory.Path, "work.list");

    public async ValueTask InitializeAsync()
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        var from = AtlasCluster.StartAsync(2);
        var to = AtlasCluster.StartAsync(1);
        (_from, _to) = (await from, await to);
    }

    [Fact]
    public async Task Running_catalogue_is_copied_through_a_passive_and_again_without_a_change()
    {
        using SampleCatalogue source = new(_from!), target = new(_to!);
        await source.FillAsync();
        await source.FillAsync(2_100);
        string[] command = [.. await CommandAsync(), "--part", "50"];

        var result = await Tool.RunAsync(command);

        result.ExitCode.ShouldBe(ExitCodes.Ok, result.Error);
        result.Output.ShouldContain("2110 of 2110 entities imported, 0 skipped");
        result.Error.ShouldContain("1 entities are deleted in the source");
        var expected = await source.ReadAsync(source.Guids);
        await ShouldBeSameAsync(source.Guids, expected, target);
        Directory.GetFiles(_directory.Path).ShouldBeEmpty();

        var again = await Tool.RunAsync(command);

        (again.ExitCode, again.Error.Contains("types: 0 created or updated", StringComparison.Ordinal)).ShouldBe((ExitCodes.Ok, true), again.Error);
        await ShouldBeSameAsync(source.Guids, expected, target);
        (await target.CountAsync("shop_table")).ShouldBe(2);
        (await target.CountAsync("DataSet")).ShouldBe(2_100 + 4, "with subtypes");
    }

    [Fact]
    public async Task Killed_import_goes_on_where_it_was_and_ends_with_the_same_catalogue()
    {
        using SampleCatalogue source = new(_from!), target = new(_to!);
        await source.FillAsync();
        string[] command = [.. await CommandAsync(), "--part", "1"];
        using (var process = Start(command))
        {
            while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.StartsWith("4 of ", StringComparison.Ordinal)) { }
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            ChildReaper.Forget(process.Id);
            process.ExitCode.ShouldBe(137);
        }

        var result = await Tool.RunAsync(command);

        result.ExitCode.ShouldBe(ExitCodes.Ok, result.Error);
        result.Error.ShouldContain("Going on after ");
        result.Output.ShouldContain("10 of 10 entities imported, 0 skipped");
        await ShouldBeSameAsync(source.Guids, await source.ReadAsync(source.Guids), target);
        (await target.CountAsync("shop_table")).ShouldBe(2);
    }

    [Fact]
    public async Task Own_export_is_imported_from_its_file()
    {
        using SampleCatalogue source = new(_from!), target = new(_to!);
        await source.FillAsync();
        using var http = new HttpClient();
        var active = await _from!.ActiveAsync();
        using var export = await http.PostAsJsonAsync(
            new Uri(active.Settings.Url, "/api/atlas/admin/export"), new { itemsToExport = source.Guids.Select(guid => new { guid }) }, TestContext.Current.CancellationToken);
        var file = Path.Combine(_directory.Path, "own.zip");
        await File.WriteAllBytesAsync(file, await export.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

        var result = await Tool.RunAsync("import", file, "--url", _to!["id1"].Settings.Url.ToString());

        result.ExitCode.ShouldBe(ExitCodes.Ok, result.Error);
        await ShouldBeSameAsync(source.Guids, await source.ReadAsync(source.Guids), target);
    }

    public async ValueTask DisposeAsync()
    {
        if (_from is not null) await _from.DisposeAsync();
        if (_to is not null) await _to.DisposeAsync();
        _directory.Dispose();
    }

    private async Task<string[]> CommandAsync()
        => ["import", "--from", (await _from!.PassiveAsync()).Settings.Url.ToString(), "--url", _to!["id1"].Settings.Url.ToString(), "--work", Work];

    private static async Task ShouldBeSameAsync(IReadOnlyList<string> guids, IReadOnlyList<string> expected, SampleCatalogue target)
    {
        foreach (var (there, here) in expected.Zip(await target.ReadAsync(guids))) here.ShouldBe(there);
    }

    private static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "atlas-ha.dll"), .. arguments]) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        ChildReaper.Watch(process.Id);
        return process;
    }
}
