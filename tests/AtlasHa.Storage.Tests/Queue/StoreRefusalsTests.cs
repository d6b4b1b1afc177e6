using AtlasHa.Catalog.Storage;

namespace AtlasHa.Storage.Tests.Queue;

/// <summary>A store that refuses every piece of work, each perhaps after a long wait.</summary>
public sealed class StoreRefusalsTests : WriteQueueFixture
{
    [Fact]
    public async Task Group_is_given_up_when_the_store_refuses_several_of_it_one_by_one()
    {
        var runs = 0;
        var held = await HoldAsync(new WriteOptions { Alone = true });
        Task[] waiting = [PutAndCountAsync("1"), PutAndCountAsync("2"), PutAndCountAsync("3"), PutAndCountAsync("4")];
        Commits.Refusal = new StoreUnavailableException("locked for too long", outcomeUnknown: false);
        held.GoOn();

        foreach (var work in waiting) (await Should.ThrowAsync<StoreUnavailableException>(work.Within())).ShouldBeSameAs(Commits.Refusal);
        runs.ShouldBe(4 + 2, "all together, and two one by one");
        Commits.Refusal = null;
        Queue.TermOver.IsCompleted.ShouldBeFalse();
        await PutAsync("5").Within();
        (await StoredAsync("012345")).ShouldBe("05");

        Task PutAndCountAsync(string guid) => Queue.RunAsync(
            async (writer, token) =>
            {
                runs++;
                await writer.PutEntitiesAsync([Rows.Entity(guid)], token);
                return 0;
            },
            WriteOptions.Default, Token);
    }
}
