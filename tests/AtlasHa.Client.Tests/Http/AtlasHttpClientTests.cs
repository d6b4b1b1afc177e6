using System.Net;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Client.Hosting;
using AtlasHa.Client.Http;
using AtlasHa.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AtlasHa.Client.Tests.Http;

/// <summary>The decisions of the HTTP client, against servers whose answers the test decides.</summary>
public sealed class AtlasHttpClientTests
{
    private const string Mutated = """{"guidAssignments":{"-1":"g1"}}""";
    private const string Header = "Basic YW5uOnM6Y3JldA==";

    private static readonly AtlasEntityWithExtInfo Entity = new() { Entity = new AtlasEntity { Guid = "-1", TypeName = "DataSet" } };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Redirect_to_a_configured_instance_takes_body_credentials_and_request_id_along_and_is_remembered()
    {
        await using var active = new StubInstance(_ => new StubAnswer(200, Mutated));
        await using var passive = new StubInstance(request => new StubAnswer(307, Location: Plain(active.Url) + request.Path));
        await using var provider = Provide(passive.Url, active.Url);
        var client = provider.GetRequiredService<IAtlasHttpClient>();

        (await client.CreateOrUpdateAsync(Entity, cancellationToken: Cancel)).GuidAssignments!["-1"].ShouldBe("g1");
        await client.CreateOrUpdateAsync(Entity, "mine", Cancel);

        var first = passive.Requests.ShouldHaveSingleItem();
        var (followed, second) = (active.Requests.First(), active.Requests.Last());
        (followed.Method, followed.Path, followed.Body, followed.Authorization, followed.RequestId, followed.Hops)
            .ShouldBe(("POST", "/api/atlas/v2/entity", first.Body, Header, first.RequestId, "1"));
        first.Body.ShouldContain("\"typeName\":\"DataSet\"");
        Guid.TryParse(first.RequestId, out _).ShouldBeTrue();
        (second.RequestId, second.Hops).ShouldBe(("mine", null));
    }

    [Fact]
    public async Task Host_that_is_not_configured_is_sent_nothing()
    {
        await using var stranger = new StubInstance(_ => new StubAnswer(200));
        await using var passive = new StubInstance(request => new StubAnswer(302, Location: Plain(stranger.Url) + request.Path));
        await using var provider = Provide(passive.Url);

        var refused = await Should.ThrowAsync<AtlasRequestException>(() => provider.GetRequiredService<IAtlasHttpClient>().GetByGuidAsync("g", cancellationToken: Cancel));

        refused.Message.ShouldContain(stranger.Url.Authority);
        refused.Message.ShouldNotContain("s:cret");
        stranger.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Write_is_repeated_under_the_same_id_after_503_and_after_a_lost_connection()
    {
        var answers = new Queue<StubAnswer>([new(503, RetryAfter: "0"), new(200, Mutated)]);
        await using var living = new StubInstance(_ => answers.Dequeue());
        await using var provider = Provide(new Uri($"http://127.0.0.1:{FreePort.Next()}"), living.Url);

        (await provider.GetRequiredService<IAtlasHttpClient>().DeleteByGuidsAsync(["a", "b c"], cancellationToken: Cancel)).GuidAssignments!.Count.ShouldBe(1);

        living.Requests.Select(request => $"{request.Method} {request.Path}").ShouldBe(Enumerable.Repeat("DELETE /api/atlas/v2/entity/bulk?guid=a&guid=b%20c", 2));
        living.Requests.Select(request => request.RequestId).Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
    }

    [Fact]
    public async Task Refusal_has_the_status_the_code_and_the_reason_and_is_not_repeated()
    {
        await using var instance = new StubInstance(_ => new StubAnswer(404, """{"errorCode":"ATLAS-404-00-005","errorMessage":"no such guid"}"""));
        await using var provider = Provide(instance.Url);
        var refused = await Should.ThrowAsync<AtlasRequestException>(() => provider.GetRequiredService<IAtlasHttpClient>().GetByGuidAsync("g", cancellationToken: Cancel));
        (refused.Status, refused.ErrorCode).ShouldBe((HttpStatusCode.NotFound, "ATLAS-404-00-005"));
        refused.Message.ShouldContain("no such guid");
        instance.Requests.ShouldHaveSingleItem().RequestId.ShouldBeNull("a read needs no request id");
    }

    [Fact]
    public async Task Answer_that_is_no_error_of_atlas_is_a_refusal_too()
    {
        await using var instance = new StubInstance(_ => new StubAnswer(500, "There was an error processing your request"));
        await using var provider = Provide(instance.Url);
        var refused = await Should.ThrowAsync<AtlasRequestException>(() => provider.GetRequiredService<IAtlasHttpClient>().GetByGuidAsync("g", cancellationToken: Cancel));
        (refused.Status, refused.ErrorCode).ShouldBe((HttpStatusCode.InternalServerError, null));
    }

    [Fact]
    public async Task Deadline_ends_the_tries_and_names_the_request_id()
    {
        await using var instance = new StubInstance(_ => new StubAnswer(503));
        await using var provider = Provide(TimeSpan.FromMilliseconds(300), instance.Url);
        var late = await Should.ThrowAsync<TimeoutException>(() => provider.GetRequiredService<IAtlasHttpClient>().CreateOrUpdateAsync(Entity, "mine", Cancel));
        late.Message.ShouldContain("mine");
        late.Message.ShouldContain(instance.Url.Authority);
    }

    [Fact]
    public async Task Cancellation_ends_the_wait()
    {
        using var cancel = new CancellationTokenSource();
        await using var instance = new StubInstance(_ =>
        {
            cancel.Cancel();
            return new StubAnswer(503);
        });
        await using var provider = Provide(instance.Url);
        await Should.ThrowAsync<OperationCanceledException>(() => provider.GetRequiredService<IAtlasHttpClient>().GetByGuidAsync("g", cancellationToken: cancel.Token));
    }

    [Fact]
    public async Task Active_is_found_by_what_the_instances_say_of_themselves()
    {
        await using var passive = new StubInstance(_ => new StubAnswer(200, """{"Status":"PASSIVE"}"""));
        var state = "BECOMING_ACTIVE";
        await using var other = new StubInstance(_ => new StubAnswer(200, $$"""{"Status":"{{state}}"}"""));
        await using var provider = Provide(passive.Url, new Uri($"http://127.0.0.1:{FreePort.Next()}"), other.Url);
        var client = provider.GetRequiredService<IAtlasHttpClient>();
        (await client.FindActiveAsync(Cancel)).ShouldBeNull();
        state = "ACTIVE";
        (await client.FindActiveAsync(Cancel)).ShouldBe(other.Url);
        other.Requests.ShouldAllBe(request => request.Authorization == null);
    }

    [Fact]
    public async Task Definitions_are_asked_for_by_their_kind_and_names_are_escaped()
    {
        await using var instance = new StubInstance(_ => new StubAnswer(200, """{"category":"ENTITY","name":"a b/c","attributeDefs":[]}"""));
        await using var provider = Provide(instance.Url);
        (await provider.GetRequiredService<IAtlasHttpClient>().GetTypeAsync<AtlasEntityDef>("a b/c", Cancel)).Name.ShouldBe("a b/c");
        instance.Requests.Single().Path.ShouldBe("/api/atlas/v2/types/entitydef/name/a%20b%2Fc");
    }

    [Theory]
    [InlineData("http://h:1/path")]
    [InlineData("ftp://h:1")]
    [InlineData("http://ann:secret@h:1")]
    [InlineData(null)]
    public void Wrong_settings_are_named(string? url)
    {
        using var provider = url is null ? Provide([]) : Provide(new Uri(url));
        Should.Throw<OptionsValidationException>(() => provider.GetRequiredService<IAtlasHttpClient>()).Message.ShouldContain("Instances");
    }

    private static ServiceProvider Provide(params Uri[] instances) => Provide(TestTimeouts.Short, instances);

    private static ServiceProvider Provide(TimeSpan deadline, params Uri[] instances) => new ServiceCollection()
        .AddAtlasHaHttpClient(client =>
        {
            foreach (var instance in instances) client.Instances.Add(instance);
            (client.UserName, client.Password) = ("ann", "s:cret");
            client.Retries = client.Retries with { Deadline = deadline };
        })
        .BuildServiceProvider();

    private static string Plain(Uri url) => url.GetLeftPart(UriPartial.Authority);
}
