using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Tests.Entities;
using FsCheck;
using FsCheck.Fluent;

namespace AtlasHa.Catalog.Tests.Classifications;

/// <summary>Whatever is done to a network in whatever order, everything is where a naive model says.</summary>
public sealed class PropagationPropertyTests
{
    private const int Networks = 40;

    // Few enough that links often meet.
    private const int MaxAlive = 5;

    [Fact]
    public async Task Classifications_are_where_a_naive_model_says()
    {
        await using var net = await Network.OpenAsync();
        // Bytes, because the library can cut them down to the shortest story that fails.
        var property = Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), story => Run(net, story));

        await Task.Run(() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(Networks).WithStartSize(100).WithEndSize(240), property), TestContext.Current.CancellationToken);
    }

    private static bool Run(Network net, byte[] story)
    {
#pragma warning disable VSTHRD002 // The library runs properties synchronously, here on a thread of its own.
        return RunAsync(net, new Choices(story)).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    private static async Task<bool> RunAsync(Network net, Choices choices)
    {
        var naive = new NaiveNetwork();
        foreach (var isGate in new[] { false, false, true, false, false })
            await AddPointAsync(net, naive, isGate);
        while (!choices.AreOver)
            await StepAsync(net, naive, choices);

        for (var point = 0; point < naive.Points.Count; point++)
        {
            if (naive.Points[point].IsGone)
            {
                (await EntityFixture.ErrorOf(() => net.TagsAsync(naive.Points[point].Guid))).ShouldBe("404-00-005");
                continue;
            }

            var expected = naive.Of(point).Select(tag => tag.Source == point
                ? NetworkModel.Tags[tag.Type]
                : $"{NetworkModel.Tags[tag.Type]}<{naive.Points[tag.Source].Guid}");
            (await net.TagsAsync(naive.Points[point].Guid)).ShouldBe([.. expected.Order(StringComparer.Ordinal)], $"point {point}");
        }

        return true;
    }

    private static async Task StepAsync(Network net, NaiveNetwork naive, Choices choices)
    {
        // Mostly links and tags, and new points, because what is deleted is out of the story.
        switch (choices.Next(19))
        {
            case 0 or 1 or 2 or 3 or 4 or 5:
                await LinkAsync(net, naive, choices);
                break;
            case 6 or 7 or 8 or 9:
                await TagAsync(net, naive, choices);
                break;
            case 10 when choices.OneOf(naive.Active) is { } edge:
                edge.IsActive = false;
                await net.UnlinkAsync(NetworkModel.Links[edge.Link], naive.Points[edge.A].Guid, naive.Points[edge.B].Guid);
                break;
            case 11 when choices.OneOf(naive.Tags.Keys) is { } tag:
                naive.Withdraw(tag);
                naive.Tags.Remove(tag);
                await net.UntagAsync(naive.Points[tag.Source].Guid, NetworkModel.Tags[tag.Type]);
                break;
            case 12 when choices.OneOf(naive.Points.Where(point => point.IsAlive)) is { } point:
                naive.Delete(naive.Points.IndexOf(point));
                await net.Fixture.DeleteAsync(point.Guid);
                break;
            case 13 when choices.OneOf(naive.Active) is { } edge:
                edge.Direction = (PropagateTags)choices.Next(4);
                await net.RedirectAsync(NetworkModel.Links[edge.Link], naive.Points[edge.A].Guid, naive.Points[edge.B].Guid, edge.Direction);
                break;
            case 14 when choices.OneOf(naive.Active) is { } edge && choices.OneOf(naive.Tags.Keys) is { } tag:
                if (!edge.Blocked.Remove(tag))
                    edge.Blocked.Add(tag);
                await net.BlockAsync(
                    NetworkModel.Links[edge.Link], naive.Points[edge.A].Guid, naive.Points[edge.B].Guid,
                    [.. edge.Blocked.Where(blocked => !naive.Points[blocked.Source].IsGone)
                        .Select(blocked => (NetworkModel.Tags[blocked.Type], naive.Points[blocked.Source].Guid))]);
                break;
            case 15 when choices.OneOf(naive.Points.Where(point => point.IsAlive)) is { } point:
                var removed = naive.Points.IndexOf(point);
                naive.Delete(removed);
                naive.Purge(removed);
                await net.DeleteHardAsync(point.Guid);
                break;
            case 16 when choices.OneOf(naive.Points.Where(point => point is { IsAlive: false, IsGone: false })) is { } point:
                naive.Purge(naive.Points.IndexOf(point));
                await net.PurgeAsync(point.Guid);
                break;
            case 17 or 18 when naive.Points.Count(point => point.IsAlive) < MaxAlive:
                await AddPointAsync(net, naive, isGate: choices.Next(4) == 0);
                break;
        }
    }

    private static async Task AddPointAsync(Network net, NaiveNetwork naive, bool isGate) =>
        naive.Points.Add(new NaiveNetwork.Point(await net.CreateAsync(isGate ? "net_gate" : "net_node"), isGate));

    private static async Task LinkAsync(Network net, NaiveNetwork naive, Choices choices)
    {
        var (link, a, b) = (choices.Next(NetworkModel.Links.Length), choices.Next(naive.Points.Count), choices.Next(naive.Points.Count));
        if (a == b || !naive.Points[a].IsAlive || !naive.Points[b].IsAlive || naive.Active.Any(edge => (edge.Link, edge.A, edge.B) == (link, a, b)))
            return;
        naive.Edges.Add(new NaiveNetwork.Edge(link, a, b));
        await net.LinkAsync(NetworkModel.Links[link], naive.Points[a].Guid, naive.Points[b].Guid);
    }

    private static async Task TagAsync(Network net, NaiveNetwork naive, Choices choices)
    {
        var tag = new NaiveNetwork.Tag(choices.Next(NetworkModel.Tags.Length), choices.Next(naive.Points.Count));
        var settings = new NaiveNetwork.Settings(Propagate: choices.Next(4) > 0, RemoveOnDelete: choices.Next(2) > 0);
        var point = naive.Points[tag.Source];
        if (!point.IsAlive || (tag.Type == 1 && point.IsGate))
            return;
        var isThere = naive.Tags.ContainsKey(tag);
        naive.Tags[tag] = settings;
        if (!settings.Propagate)
            naive.Withdraw(tag);
        if (isThere)
            await net.RetagAsync(point.Guid, NetworkModel.Tags[tag.Type], settings.Propagate, settings.RemoveOnDelete);
        else
            await net.TagAsync(point.Guid, NetworkModel.Tags[tag.Type], settings.Propagate, settings.RemoveOnDelete);
    }
}
