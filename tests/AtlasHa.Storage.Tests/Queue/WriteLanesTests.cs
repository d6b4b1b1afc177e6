using AtlasHa.Catalog.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AtlasHa.Storage.Tests.Queue;

/// <summary>How much of the background a group takes.</summary>
public sealed class WriteLanesTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly WriteLanes _lanes;

    public WriteLanesTests() => _lanes = new WriteLanes(capacity: 1000, maxGroupSize: 128, _time);

    [Fact]
    public async Task Groups_of_the_background_are_small_until_no_user_has_written_for_a_second()
    {
        await AddAsync(WriteUrgency.Background, 1000);
        Take().ShouldBe(64, "who was there before is not known");
        _time.Advance(TimeSpan.FromSeconds(1.1));
        Take().ShouldBe(128);

        await AddAsync(WriteUrgency.User, 1);
        Take().ShouldBe(1);
        Take().ShouldBe(64);
        _time.Advance(TimeSpan.FromSeconds(0.9));
        Take().ShouldBe(64);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Take().ShouldBe(128);

        // Who posts messages is no user.
        await AddAsync(WriteUrgency.Service, 1);
        Take().ShouldBe(1);
        Take().ShouldBe(128);
    }

    [Fact]
    public async Task Pieces_whose_callers_have_gone_take_no_place_in_a_group()
    {
        var gone = await AddAsync(WriteUrgency.User, 100);
        gone.ForEach(item => item.DropUnlessStarted());
        await AddAsync(WriteUrgency.Background, 3);

        Take().ShouldBe(3);
        Take().ShouldBe(0);
    }

    private int Take()
    {
        List<WriteItem> group = [];
        _lanes.TryTake(group).ShouldBe(group.Count > 0);
        return group.Count;
    }

    private async Task<List<WriteItem>> AddAsync(WriteUrgency urgency, int count)
    {
        List<WriteItem> items = [];
        for (var i = 0; i < count; i++)
        {
            items.Add(new WriteItem<int>((_, _) => Task.FromResult(0), new WriteOptions { Urgency = urgency }));
            await _lanes.AddAsync(items[^1], TestContext.Current.CancellationToken);
        }

        return items;
    }
}
