using System.IO.Compression;
using System.Text.Json;
using AtlasHa.Cli.Tests.Support;
using AtlasHa.TestKit;

namespace AtlasHa.Cli.Tests;

public sealed class ImportCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Export_is_sent_in_parts_in_its_order_with_the_types_first()
    {
        var file = Export("c", "a", "b");
        await using var instance = new StubInstance(_ => new StubAnswer(200, """{"processedEntities":[],"skippedEntities":[]}"""));
        var result = await Tool.RunAsync("import", file, "--url", instance.Url.ToString(), "--part", "2");

        result.ExitCode.ShouldBe(ExitCodes.Ok, result.Error);
        result.Output.ShouldContain("3 of 3 entities imported, 0 skipped");
        instance.Requests.Select(request => $"{request.Method} {request.Path}").ShouldBe(Enumerable.Repeat("POST /api/atlas/admin/import", 2));
        var (first, second) = (instance.Requests.First().Body, instance.Requests.Last().Body);
        (Has(first, "atlas-typesdef"), Has(first, "c"), Has(first, "a"), Has(first, "b")).ShouldBe((true, true, true, false));
        (Has(second, "atlas-typesdef"), Has(second, "c"), Has(second, "b")).ShouldBe((false, false, true));
        File.Exists(file + ".progress").ShouldBeFalse();
    }

    [Fact]
    public async Task Broken_off_import_goes_on_where_it_was_and_reports_what_was_skipped()
    {
        var file = Export("a", "b");
        var answers = new Queue<StubAnswer>([
            new(200, """{"skippedEntities":[{"guid":"a","typeName":"t","reason":"no such type"}]}"""),
            new(400, """{"errorCode":"ATLAS-400-00-029","errorMessage":"broken"}"""),
            new(200, """{"skippedEntities":[]}"""),
            new(200, """{"skippedEntities":[{"guid":"a","typeName":"t","reason":"no such type yet"}]}""")]);
        await using var instance = new StubInstance(_ => answers.Dequeue());
        string[] command = ["import", file, "--url", instance.Url.ToString(), "--part", "1"];
        var first = await Tool.RunAsync(command);
        (first.ExitCode, first.Error.Contains("broken", StringComparison.Ordinal)).ShouldBe((ExitCodes.Failure, true));

        var second = await Tool.RunAsync(command);

        second.ExitCode.ShouldBe(ExitCodes.Failure, "something was skipped");
        second.Error.ShouldContain("Going on after 1 of 2");
        second.Error.ShouldContain("skipped t a: no such type yet");
        second.Output.ShouldContain("1 of 2 entities imported, 1 skipped");
        instance.Requests.Select(request => (Has(request.Body, "a"), Has(request.Body, "b"))).ShouldBe([(true, false), (false, true), (false, true), (true, false)]);
    }

    [Fact]
    public async Task File_that_is_no_export_is_refused()
    {
        var file = _directory.Write("no.zip", "no zip");
        var result = await Tool.RunAsync("import", file, "--url", "http://127.0.0.1:1");
        (result.ExitCode, result.Error.Contains("no export", StringComparison.Ordinal)).ShouldBe((ExitCodes.Failure, true));
    }

    // Names stand uncompressed in a ZIP.
    private static bool Has(string zip, string name) => zip.Contains(name + ".json", StringComparison.Ordinal);

    private string Export(params string[] guids)
    {
        var path = Path.Combine(_directory.Path, "export.zip");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        Write(zip, "atlas-export-info.json", "{}");
        Write(zip, "atlas-typesdef.json", "{}");
        foreach (var guid in guids.Order()) Write(zip, guid + ".json", $$$"""{"entity":{"guid":"{{{guid}}}"}}""");
        Write(zip, "atlas-export-order.json", JsonSerializer.Serialize(guids));
        return path;
    }

    private static void Write(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }
}
