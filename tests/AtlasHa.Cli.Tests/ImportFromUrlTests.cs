using System.Text.Json.Nodes;
using AtlasHa.Cli.Http;
using AtlasHa.Cli.Tests.Support;
using AtlasHa.TestKit;

namespace AtlasHa.Cli.Tests;

/// <summary>What `import --from` does with sources that are away, wrong, moving, or as Apache Atlas is and AtlasHa is not.</summary>
public sealed class ImportFromUrlTests : IDisposable
{
    private const string Taken = """{"skippedEntities":[],"metrics":{}}""";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Entities_are_listed_by_creation_without_internal_ones_and_what_is_deleted_or_gone_is_left_out()
    {
        var atlas = new StubAtlas { Gone = { "g2" }, Deleted = { "g3" } };
        atlas.Guids.AddRange(Enumerable.Range(0, 5).Select(number => $"g{number}"));
        await using var source = new StubInstance(atlas.Answer);
        await using var target = new StubInstance(_ => new StubAnswer(200, Taken));

        var result = await ImportAsync(source, target);

        result.ExitCode.ShouldBe(ExitCodes.Ok, result.Error);
        result.Output.ShouldContain("3 of 3 entities imported, 0 skipped");
        result.Error.ShouldContain("2 entities are deleted in the source");
        var search = JsonNode.Parse(source.Requests.First(request => request.Path.EndsWith("search/basic", StringComparison.Ordinal)).Body)!;
        ((string?)search["typeName"], (string?)search["sortBy"], (bool?)search["includeSubTypes"], (bool?)search["excludeDeletedEntities"]).ShouldBe(("thing", "__timestamp", false, false));
        var sent = target.Requests.Last().Body;
        atlas.Guids.Where(guid => sent.Contains(guid + ".json", StringComparison.Ordinal)).ShouldBe(["g0", "g1", "g4"]);
    }

    [Fact]
    public async Task Type_whose_entities_moved_between_two_pages_is_listed_anew()
    {
        var atlas = new StubAtlas();
        atlas.Guids.AddRange(Enumerable.Range(0, 2500).Select(number => $"g{number:d4}"));
        var pages = 0;
        atlas.Searching = _ =>
        {
            if (++pages == 2) atlas.Guids.RemoveAt(0);
        };
        await using var source = new StubInstance(atlas.Answer);
        await using var target = new StubInstance(_ => new StubAnswer(200, Taken));

        var result = await ImportAsync(source, target, "--part", "2000");

        result.ExitCode.ShouldBe(ExitCodes.Ok, result.Error);
        result.Output.ShouldContain("2499 of 2499 entities imported");
        pages.ShouldBe(6);
    }

    [Fact]
    public async Task Pages_that_are_shorter_than_asked_for_are_not_taken_for_the_last()
    {
        var atlas = new StubAtlas { MaxPage = 2, Guids = { "a", "b", "c", "d" } };
        await using var source = new StubInstance(atlas.Answer);
        await using var target = new StubInstance(_ => new StubAnswer(200, Taken));

        (await ImportAsync(source, target)).Output.ShouldContain("4 of 4 entities imported");
    }

    [Fact]
    public async Task Source_that_cannot_sort_is_listed_in_its_own_order()
    {
        var atlas = new StubAtlas { CanSort = false, Guids = { "a", "b" } };
        await using var source = new StubInstance(atlas.Answer);
        await using var target = new StubInstance(_ => new StubAnswer(200, Taken));

        (await ImportAsync(source, target)).Output.ShouldContain("2 of 2 entities imported");
    }

    [Fact]
    public async Task Refused_types_are_named_and_what_a_part_cannot_hold_is_skipped_alone()
    {
        var atlas = new StubAtlas { Guids = { "good", "bad" } };
        await using var source = new StubInstance(atlas.Answer);
        await using var target = new StubInstance(request =>
            request.Body.Contains("atlas-typesdef.json", StringComparison.Ordinal) ? new StubAnswer(400, """{"errorCode":"ATLAS-400-00-018","errorMessage":"bad type"}""")
            : request.Body.Contains("bad.json", StringComparison.Ordinal) ? new StubAnswer(400, """{"errorCode":"ATLAS-400-00-09F","errorMessage":"bad.json: unreadable"}""")
            : new StubAnswer(200, Taken));

        var result = await ImportAsync(source, target);

        result.ExitCode.ShouldBe(ExitCodes.Failure);
        result.Error.ShouldContain("refused type thing: ATLAS-400-00-018: bad type");
        result.Error.ShouldContain("skipped thing bad: ATLAS-400-00-09F");
        result.Output.ShouldContain("1 of 2 entities imported, 1 skipped");
    }

    [Fact]
    public async Task Part_waits_for_the_end_of_another_import()
    {
        var atlas = new StubAtlas { Guids = { "a" } };
        await using var source = new StubInstance(atlas.Answer);
        var refusals = 2;
        await using var target = new StubInstance(_ => refusals-- > 0 ? new StubAnswer(409, """{"errorCode":"ATLAS-500-00-006","errorMessage":"busy"}""") : new StubAnswer(200, Taken));

        var result = await ImportAsync(source, target);

        (result.ExitCode, target.Requests.Count).ShouldBe((ExitCodes.Ok, 4), result.Error);
    }

    [Fact]
    public async Task Password_that_is_typed_is_shown_to_the_source_only_and_a_wrong_one_is_told()
    {
        await using var source = new StubInstance(_ => new StubAnswer(401, ""));
        await using var target = new StubInstance(_ => new StubAnswer(200, Taken));

        var result = await Tool.RunWithInputAsync("s3cret\n", [.. Command(source.Url, target.Url), "--from-user", "ann"]);

        result.ExitCode.ShouldBe(ExitCodes.Failure);
        result.Error.ShouldContain("does not accept the user (HTTP 401)");
        (result.Output + result.Error).ShouldNotContain("s3cret");
        source.Requests.Single().Authorization.ShouldBe(new Credentials("ann", "s3cret").Header.ToString());
        target.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Redirect_to_a_foreign_host_is_not_followed_with_a_user_but_to_a_given_instance_it_is()
    {
        var atlas = new StubAtlas { Guids = { "a" } };
        await using var active = new StubInstance(atlas.Answer);
        await using var passive = new StubInstance(request => new StubAnswer(request.Method == "GET" ? 302 : 307, Location: new Uri(active.Url, request.Path).ToString()));
        await using var target = new StubInstance(_ => new StubAnswer(200, Taken));

        var foreign = await Tool.RunWithInputAsync("s3cret\n", [.. Command(passive.Url, target.Url), "--from-user", "ann"]);

        foreign.ExitCode.ShouldBe(ExitCodes.Failure);
        foreign.Error.ShouldContain("name it with --from too");
        active.Requests.ShouldBeEmpty();

        var given = await Tool.RunWithInputAsync("s3cret\n", [.. Command(passive.Url, target.Url), "--from", active.Url.ToString(), "--from-user", "ann"]);

        given.ExitCode.ShouldBe(ExitCodes.Ok, given.Error);
        active.Requests.ShouldAllBe(request => request.Authorization == new Credentials("ann", "s3cret").Header.ToString());
        target.Requests.ShouldAllBe(request => request.Authorization == null);
    }

    [Theory]
    [InlineData(200, "<html>Welcome</html>")]
    [InlineData(200, """{"name":"another service"}""")]
    [InlineData(404, "")]
    public async Task Source_that_is_no_Atlas_is_told(int status, string body)
    {
        await using var source = new StubInstance(_ => new StubAnswer(status, body));
        await using var target = new StubInstance(_ => new StubAnswer(200, Taken));

        var result = await ImportAsync(source, target);

        (result.ExitCode, result.Error.Contains("does not answer as an Apache Atlas does", StringComparison.Ordinal)).ShouldBe((ExitCodes.Failure, true), result.Error);
        target.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Source_that_fails_ends_the_import_which_goes_on_when_it_is_run_again()
    {
        var atlas = new StubAtlas { Guids = { "a", "b", "c", "d" } };
        var reads = 0;
        var failing = true;
        await using var source = new StubInstance(request => request.Path.Contains("entity/bulk", StringComparison.Ordinal) && ++reads > 1 && failing
            ? new StubAnswer(500, """{"errorCode":"ATLAS-500-00-001","errorMessage":"no storage"}""")
            : atlas.Answer(request));
        await using var target = new StubInstance(_ => new StubAnswer(200, Taken));

        var first = await ImportAsync(source, target, "--part", "2");

        (first.ExitCode, first.Error.Contains("no storage", StringComparison.Ordinal)).ShouldBe((ExitCodes.Failure, true), first.Error);
        failing = false;
        atlas.Guids.Clear();

        var second = await ImportAsync(source, target, "--part", "2");

        second.ExitCode.ShouldBe(ExitCodes.Ok, second.Error);
        second.Error.ShouldContain("Going on after 2 of 4");
        target.Requests.Count(request => request.Body.Contains("a.json", StringComparison.Ordinal)).ShouldBe(1, "parts that were taken are not sent again");
    }

    [Fact]
    public async Task Source_that_is_away_is_told()
    {
        var result = await Tool.RunAsync([.. Command(new Uri($"http://127.0.0.1:{FreePort.Next()}"), new Uri("http://127.0.0.1:1")), "--timeout", "0.1"]);

        result.ExitCode.ShouldBe(ExitCodes.Failure);
        result.Error.ShouldContain("Check --from");
    }

    [Fact]
    public async Task Options_that_do_not_fit_are_refused()
    {
        (await Tool.RunAsync("import", "--url", "http://a")).ExitCode.ShouldBe(ExitCodes.Usage);
        (await Tool.RunAsync("import", "x.zip", "--from", "http://b", "--url", "http://a")).ExitCode.ShouldBe(ExitCodes.Usage);
        (await Tool.RunAsync("import", "--from", "http://a", "--url", "http://a")).Error.ShouldContain("imported into");
        var secret = await Tool.RunAsync("import", "--from", "http://ann:s3cret@b", "--url", "http://a");
        (secret.ExitCode, secret.Error.Contains("s3cret", StringComparison.Ordinal)).ShouldBe((ExitCodes.Usage, false));
        (await Tool.RunAsync("import", "--from", "http://b/gateway", "--url", "http://a")).Error.ShouldContain("without anything more");
        (await Tool.RunAsync("import", "--from", "http://b", "--url", "http://a", "--from-user", "ann:pw")).Error.ShouldContain("takes a name");
    }

    private Task<ToolResult> ImportAsync(StubInstance source, StubInstance target, params string[] more) => Tool.RunAsync([.. Command(source.Url, target.Url), .. more]);

    private string[] Command(Uri source, Uri target)
        => ["import", "--from", source.ToString(), "--url", target.ToString(), "--work", Path.Combine(_directory.Path, "work.list")];
}
