using AtlasHa.Cli.Http;
using AtlasHa.Cli.Tests.Support;
using AtlasHa.TestKit;

namespace AtlasHa.Cli.Tests;

/// <summary>To whom the user's password is shown.</summary>
public sealed class CredentialsTests
{
    private const string Path = "/api/atlas/v2/types/typedefs";
    private const string Header = "Basic YW5uOnM6Y3JldA==";

    private static readonly Credentials Ann = Credentials.Parse("ann:s:cret")!;

    [Fact]
    public async Task Redirect_to_another_given_instance_takes_the_credentials_along()
    {
        await using var active = new StubInstance(_ => new StubAnswer(200));
        await using var passive = new StubInstance(request => new StubAnswer(307, Location: $"{active.Url.GetLeftPart(UriPartial.Authority)}{request.Path}"));
        using var http = new AtlasHttp([passive.Url, active.Url], TestTimeouts.Short, TimeProvider.System, Ann);
        (await http.SendAsync(HttpMethod.Post, Path, new byte[1], TestContext.Current.CancellationToken)).IsSuccess.ShouldBeTrue();
        passive.Requests.Single().Authorization.ShouldBe(Header);
        active.Requests.Single().Authorization.ShouldBe(Header);
    }

    [Fact]
    public async Task Host_that_was_not_given_is_shown_nothing()
    {
        await using var stranger = new StubInstance(_ => new StubAnswer(200));
        await using var passive = new StubInstance(request => new StubAnswer(307, Location: $"{stranger.Url.GetLeftPart(UriPartial.Authority)}{request.Path}"));
        using var http = new AtlasHttp([passive.Url], TestTimeouts.Short, TimeProvider.System, Ann);
        var failure = await Should.ThrowAsync<CliException>(() => http.SendAsync(HttpMethod.Post, Path, new byte[1], TestContext.Current.CancellationToken));
        failure.Message.ShouldContain(stranger.Url.Authority);
        failure.Message.ShouldNotContain("s:cret");
        stranger.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Commands_show_the_user_and_say_when_an_instance_wants_one()
    {
        await using var instance = new StubInstance(request => request.Authorization == Header ? new StubAnswer(200, """{"instances":[]}""") : new StubAnswer(401));
        var url = instance.Url.ToString();
        (await Tool.RunAsync("status", "--url", url, "--user", "ann:s:cret")).Error.ShouldBeEmpty();
        var refused = await Tool.RunAsync("status", "--url", url);
        (refused.ExitCode, refused.Error.Contains("ATLAS_HA_USER")).ShouldBe((ExitCodes.Failure, true));
        (await Tool.RunAsync("resume", "--url", url)).Error.ShouldContain("HTTP 401");
        (await Tool.RunAsync("status", "--url", url, "--user", "nobody")).ExitCode.ShouldBe(ExitCodes.Usage);
    }
}
