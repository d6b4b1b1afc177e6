using System.Net;
using System.Text;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Server.Tests;

/// <summary>A user who got no answer repeats the request with the same id, wherever the active is by then.</summary>
public sealed class RequestIdTests : ClusterTest
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TestKit.TestTimeouts.Long };

    [Fact]
    public async Task Repeat_at_the_successor_gets_the_first_answer_when_the_active_was_killed()
    {
        await OnceNotes.DefineTypeAsync(Client);
        var killed = await Cluster.ActiveAsync();
        var first = await PostAsync(killed, "note-1", "id-1");
        first.Status.ShouldBe(HttpStatusCode.OK, first.Body);
        first.IsReplayed.ShouldBeFalse();

        await killed.KillAsync();
        var successor = await Cluster.ActiveAsync(killed.Settings.InstanceId);
        var second = await PostAsync(successor, "note-1", "id-1");

        second.ShouldBe(first with { IsReplayed = true });
        OnceNotes.ShouldBeThereOnce(Cluster.StorePath, ["note-1"]);
        var other = await PostAsync(successor, "note-2", "id-1");
        other.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        other.Body.ShouldContain("ATLASHA-422-001");
    }

    [Fact]
    public async Task Requests_that_a_kill_cut_off_are_carried_out_once_when_they_are_repeated()
    {
        await OnceNotes.DefineTypeAsync(Client);
        var killed = await Cluster.ActiveAsync();
        var names = Enumerable.Range(0, 40).Select(n => $"cut-off-{n}").ToArray();
        var first = names.Select(name => PostUnlessCutOffAsync(killed, name)).ToArray();
        await Task.WhenAny(first);

        await killed.KillAsync();

        var answers = await Task.WhenAll(first);
        var successor = await Cluster.ActiveAsync(killed.Settings.InstanceId);
        foreach (var (name, answer) in names.Zip(answers))
        {
            var repeated = await PostAsync(successor, name, name);
            repeated.Status.ShouldBe(HttpStatusCode.OK, repeated.Body);
            repeated.Body.ShouldContain("CREATE", customMessage: $"{name} was created by one of the two requests, and both say so");
            if (answer?.Status == HttpStatusCode.OK) repeated.ShouldBe(answer with { IsReplayed = true });
        }

        OnceNotes.ShouldBeThereOnce(Cluster.StorePath, names);
    }

    private static async Task<Answer?> PostUnlessCutOffAsync(ServerProcess server, string name)
    {
        try
        {
            return await PostAsync(server, name, name);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }

    private static async Task<Answer> PostAsync(ServerProcess server, string name, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Settings.Url, "/api/atlas/v2/entity"));
        request.Content = new StringContent(OnceNotes.Json(name), Encoding.UTF8, "application/json");
        request.Headers.Add("X-Request-Id", id);
        using var response = await Http.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.Contains("X-Request-Replayed"));
    }

    private sealed record Answer(HttpStatusCode Status, string Body, bool IsReplayed);
}
