using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Tests.Stores;
using AtlasHa.Notifications.Consuming;
using Microsoft.Extensions.Time.Testing;

namespace AtlasHa.Notifications.Tests.Consuming;

/// <summary>How much of the writer the messages take when users write, and when they do not.</summary>
public sealed class PressureTests(SqliteStores stores) : IClassFixture<SqliteStores>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Batches_grow_when_no_user_has_written_for_a_second_and_are_small_again_with_the_first_that_does()
    {
        await using var terms = await Terms.OpenAsync(stores, consuming: false);
        var time = new FakeTimeProvider();
        var pressure = new Pressure(terms.Catalog, 128, time);
        (pressure.BatchSize, pressure.IsCalm).ShouldBe((64, false), "who was there before is not known");

        await AfterAsync(TimeSpan.FromSeconds(1.1), (128, true));
        await AfterAsync(TimeSpan.Zero, (128, true));
        await UserWritesAsync(terms, "a");
        await AfterAsync(TimeSpan.Zero, (64, false));
        await AfterAsync(TimeSpan.FromSeconds(0.9), (64, false));
        await UserWritesAsync(terms, "b");
        await AfterAsync(TimeSpan.FromSeconds(0.9), (64, false));
        await AfterAsync(TimeSpan.FromSeconds(0.9), (64, false));
        await AfterAsync(TimeSpan.FromSeconds(0.2), (128, true));
        // Messages, and whoever posts them, are no users.
        await terms.PostAsync(Fixture.Table("t", "n"));
        await AfterAsync(TimeSpan.Zero, (128, true));

        async Task AfterAsync(TimeSpan passed, (int, bool) expected)
        {
            time.Advance(passed);
            await pressure.GiveWayAsync(time.GetTimestamp(), Cancel);
            (pressure.BatchSize, pressure.IsCalm).ShouldBe(expected);
        }
    }

    [Fact]
    public async Task Batches_are_never_larger_than_is_set()
    {
        await using var terms = await Terms.OpenAsync(stores, consuming: false);
        var time = new FakeTimeProvider();
        var pressure = new Pressure(terms.Catalog, 7, time);
        pressure.BatchSize.ShouldBe(7);
        time.Advance(TimeSpan.FromSeconds(2));
        await pressure.GiveWayAsync(time.GetTimestamp(), Cancel);
        pressure.BatchSize.ShouldBe(7);
    }

    private static Task UserWritesAsync(Terms terms, string name) => terms.Catalog.Entities.CreateOrUpdateAsync(
        new AtlasEntityWithExtInfo
        {
            Entity = new AtlasEntity { TypeName = "DataSet", Guid = "-1", Attributes = new() { ["qualifiedName"] = name, ["name"] = name } },
        },
        Terms.Caller, Cancel);
}
