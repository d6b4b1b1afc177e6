using AtlasHa.Cli.Tests.Support;
using AtlasHa.TestKit;

namespace AtlasHa.Cli.Tests;

public sealed class LoadCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly StubCatalogue _catalogue = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task New_types_are_created_newer_ones_updated_and_the_rest_left_alone()
    {
        _catalogue.TypeVersions["same"] = "1.1";
        _catalogue.TypeVersions["older"] = "1.9";
        _directory.Write("m.json", """
            {"enumDefs":[{"name":"same","typeVersion":"1.1"}],
             "entityDefs":[{"name":"older","typeVersion":"1.10"},{"name":"new1"}],
             "relationshipDefs":[{"name":"new2","typeVersion":"1.0"}]}
            """);

        var result = await LoadAsync();

        result.ExitCode.ShouldBe(ExitCodes.Ok, result.Error);
        _catalogue.Posted.ShouldBe(["new1", "new2"]);
        _catalogue.Put.ShouldBe(["older"]);
        result.Output.ShouldContain("Types: 2 created, 1 updated, 1 left alone.");
    }

    [Fact]
    public async Task Entities_go_to_the_resource_of_their_kind_after_the_types_before_them()
    {
        _directory.Write("1-types.json", """{"entityDefs":[{"name":"t"}]}""");
        _directory.Write("2-many.json", """{"entities":[{"typeName":"t"}],"referredEntities":{}}""");
        _directory.Write("3-one.json", """{"entity":{"typeName":"t"}}""");

        var result = await LoadAsync();

        result.ExitCode.ShouldBe(ExitCodes.Ok, result.Error);
        _catalogue.Posted.ShouldBe(["t"]);
        _catalogue.Entities.ShouldBe(["/api/atlas/v2/entity/bulk", "/api/atlas/v2/entity"]);
        result.Output.ShouldContain("Files: 3 loaded, 0 skipped, 0 failed.");
        result.Output.ShouldContain("Entities: 4 created, 2 updated.");
    }

    [Fact]
    public async Task Patches_are_skipped_with_a_note()
    {
        _directory.Write("a.json", """{"patches":[]}""");
        _directory.Write("b/patches/001.json", """{"patches":[]}""");
        _directory.Write("c.json", """{"enumDefs":[{"name":"e"}]}""");

        var result = await LoadAsync();

        result.ExitCode.ShouldBe(ExitCodes.Ok, result.Error);
        result.Output.ShouldContain("Files: 1 loaded, 2 skipped, 0 failed.");
        result.Error.ShouldContain("a.json: skipped");
        result.Error.ShouldContain("patches: skipped");
    }

    [Fact]
    public async Task First_failure_ends_the_load_and_shows_the_reason()
    {
        WriteThreeOfWhichOneFails();

        var result = await LoadAsync();

        result.ExitCode.ShouldBe(ExitCodes.Failure);
        result.Error.ShouldContain("2.json: ATLAS-400-00-018: refused: bad type (HTTP 400)");
        result.Output.ShouldContain("Files: 1 loaded, 0 skipped, 1 failed.");
        _catalogue.Posted.ShouldBe(["one"]);
    }

    [Fact]
    public async Task Keep_going_loads_the_rest_and_still_fails()
    {
        WriteThreeOfWhichOneFails();

        var result = await LoadAsync("--keep-going");

        result.ExitCode.ShouldBe(ExitCodes.Failure);
        result.Output.ShouldContain("Files: 2 loaded, 0 skipped, 1 failed.");
        _catalogue.Posted.ShouldBe(["one", "three"]);
    }

    [Fact]
    public async Task Keep_going_does_not_go_on_without_a_cluster()
    {
        WriteThreeOfWhichOneFails();

        var result = await Tool.RunAsync("load", _directory.Path, "--keep-going", "--timeout", "0.3", "--url", $"http://127.0.0.1:{FreePort.Next()}");

        result.ExitCode.ShouldBe(ExitCodes.Failure);
        result.Output.ShouldContain("Files: 0 loaded, 0 skipped, 1 failed.");
    }

    [Fact]
    public async Task Types_created_by_an_attempt_whose_answer_was_lost_are_no_failure()
    {
        _directory.Write("m.json", """{"enumDefs":[{"name":"e"}]}""");
        var posts = 0;
        await using var instance = new StubInstance(request =>
        {
            if (request.Method != "POST") return _catalogue.Answer(request);
            // Applied, yet answered as if it had failed; the repetition then finds the type there.
            if (++posts > 1) return new StubAnswer(409, """{"errorCode":"ATLAS-409-00-001","errorMessage":"exists"}""");
            _catalogue.Answer(request);
            return new StubAnswer(503, RetryAfter: "0");
        });

        var result = await Tool.RunAsync("load", _directory.Path, "--url", instance.Url.AbsoluteUri);

        result.ExitCode.ShouldBe(ExitCodes.Ok, result.Error);
        posts.ShouldBe(2);
    }

    private void WriteThreeOfWhichOneFails()
    {
        _directory.Write("1.json", """{"enumDefs":[{"name":"one"}]}""");
        _directory.Write("2.json", """{"enumDefs":[{"name":"refused"}]}""");
        _directory.Write("3.json", """{"enumDefs":[{"name":"three"}]}""");
    }

    private async Task<ToolResult> LoadAsync(params string[] options)
    {
        await using var instance = new StubInstance(_catalogue.Answer);
        return await Tool.RunAsync(["load", _directory.Path, "--url", instance.Url.AbsoluteUri, .. options]);
    }
}
