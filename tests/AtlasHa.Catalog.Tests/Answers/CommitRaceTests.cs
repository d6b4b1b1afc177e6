using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Storage;
using AtlasHa.TestKit;

namespace AtlasHa.Catalog.Tests.Answers;

/// <summary>Answers around a commit: nothing old is given once anybody can have seen the new state.</summary>
public sealed class CommitRaceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answer_is_neither_given_nor_kept_while_a_commit_that_changes_it_is_under_way()
    {
        await using var shop = await AnswersFixture.OpenAsync();
        var guid = await TableAsync(shop);
        shop.Hold.BeforeCommit.Close();
        var writing = shop.SetRowsAsync(guid, 2);
        await shop.Hold.BeforeCommit.ReachedAsync();

        shop.Find(AnswersFixture.Full(guid)).ShouldBeNull();
        AnswersFixture.RowsOf(await shop.ReadAsync(AnswersFixture.Full(guid))).ShouldBe(1, "the store has not changed it yet");
        shop.Find(AnswersFixture.Full(guid)).ShouldBeNull();

        shop.Hold.BeforeCommit.Open();
        await Eventually.DoneAsync("the write", writing);
        shop.Find(AnswersFixture.Full(guid)).ShouldBeNull();
        AnswersFixture.RowsOf(await shop.ReadAsync(AnswersFixture.Full(guid))).ShouldBe(2);
    }

    [Fact]
    public async Task Old_answer_is_not_given_after_somebody_has_read_the_new_state_before_it_is_acknowledged()
    {
        await using var shop = await AnswersFixture.OpenAsync();
        var guid = await TableAsync(shop);
        shop.Hold.AfterCommit.Close();
        var writing = shop.SetRowsAsync(guid, 2);
        await shop.Hold.AfterCommit.ReachedAsync();

        AnswersFixture.RowsOf(await shop.ReadAsync(AnswersFixture.Full(guid))).ShouldBe(2);
        shop.Find(AnswersFixture.Full(guid)).ShouldBeNull();
        writing.IsCompleted.ShouldBeFalse();

        shop.Hold.AfterCommit.Open();
        await Eventually.DoneAsync("the write", writing);
    }

    [Fact]
    public async Task Answer_from_a_snapshot_before_the_commit_is_not_kept_after_it()
    {
        await using var shop = await AnswersFixture.OpenAsync();
        var guid = await TableAsync(shop);
        shop.Hold.Reading.Close();
        var reading = shop.ReadAsync(AnswersFixture.Full(guid));
        await shop.Hold.Reading.ReachedAsync();

        await shop.SetRowsAsync(guid, 2);
        shop.Hold.Reading.Open();

        AnswersFixture.RowsOf(await Eventually.DoneAsync("the read", reading)).ShouldBe(1);
        shop.Find(AnswersFixture.Full(guid)).ShouldBeNull();
    }

    [Fact]
    public async Task Answer_that_was_begun_before_a_commit_is_not_kept_though_its_snapshot_is_younger()
    {
        await using var shop = await AnswersFixture.OpenAsync();
        var guid = await TableAsync(shop);
        shop.Hold.AfterCommit.Close();
        var writing = shop.SetRowsAsync(guid, 2);
        await shop.Hold.AfterCommit.ReachedAsync();
        shop.Hold.Reading.Close();
        var reading = shop.ReadAsync(AnswersFixture.Full(guid));
        await shop.Hold.Reading.ReachedAsync();

        shop.Hold.AfterCommit.Open();
        await Eventually.DoneAsync("the write", writing);
        shop.Hold.Reading.Open();

        AnswersFixture.RowsOf(await Eventually.DoneAsync("the read", reading)).ShouldBe(2);
        shop.Find(AnswersFixture.Full(guid)).ShouldBeNull("whether its snapshot has the commit in it is not known");
        await shop.KeepAsync(AnswersFixture.Full(guid));
    }

    [Fact]
    public async Task Types_in_memory_that_lag_behind_the_store_leave_no_answer_behind()
    {
        await using var shop = await AnswersFixture.OpenAsync();
        var guid = await TableAsync(shop);
        shop.Hold.AfterCommit.Close();
        var defining = shop.DefineAsync("""{ "entityDefs": [ { "name": "later", "superTypes": [ "DataSet" ] } ] }""");
        await shop.Hold.AfterCommit.ReachedAsync();

        await shop.ReadAsync(AnswersFixture.Full(guid));

        shop.Hold.AfterCommit.Open();
        await Eventually.DoneAsync("the change of types", defining);
        shop.Find(AnswersFixture.Full(guid)).ShouldBeNull();
    }

    [Fact]
    public async Task Refused_write_leaves_an_answer_that_is_right()
    {
        await using var shop = await AnswersFixture.OpenAsync();
        var guid = await TableAsync(shop);

        var other = await shop.CreateAsync("shop_table", "other");
        await shop.CreateAsync("shop_table", "taken");

        // All or nothing: the second one's name is taken.
        await Should.ThrowAsync<AtlasException>(() => shop.Catalog.Entities.CreateOrUpdateAsync(
            Model.Json.AtlasJson.Parse<Model.Instances.AtlasEntitiesWithExtInfo>($$"""
                { "entities": [
                  { "guid": "{{guid}}", "typeName": "shop_table", "attributes": { "qualifiedName": "t", "name": "t", "rows": 2 } },
                  { "guid": "{{other}}", "typeName": "shop_table", "attributes": { "qualifiedName": "taken", "name": "other" } } ] }
                """),
            new Model.CallContext("ada", null), Cancel));

        AnswersFixture.RowsOf(shop.Find(AnswersFixture.Full(guid)) ?? await shop.ReadAsync(AnswersFixture.Full(guid))).ShouldBe(1);
        await shop.KeepAsync(AnswersFixture.Full(guid));
    }

    [Fact]
    public async Task Commit_that_certainly_failed_lets_answers_be_kept_again()
    {
        await using var shop = await AnswersFixture.OpenAsync();
        var guid = await TableAsync(shop);
        shop.Hold.CommitFailure = new StoreUnavailableException("disk full", outcomeUnknown: false);
        await Should.ThrowAsync<StoreUnavailableException>(() => shop.SetRowsAsync(guid, 2));

        await shop.KeepAsync(AnswersFixture.Full(guid));
        AnswersFixture.RowsOf(shop.Find(AnswersFixture.Full(guid))).ShouldBe(1);
    }

    [Fact]
    public async Task After_a_commit_of_unknown_outcome_what_it_touches_is_never_given_again()
    {
        await using var shop = await AnswersFixture.OpenAsync();
        var (guid, other) = (await TableAsync(shop), await shop.CreateAsync("shop_table", "other"));
        await shop.KeepAsync(AnswersFixture.Full(other));
        shop.Hold.CommitFailure = new StoreUnavailableException("connection lost", outcomeUnknown: true);
        await Should.ThrowAsync<StoreUnavailableException>(() => shop.SetRowsAsync(guid, 2));

        shop.Find(AnswersFixture.Full(guid)).ShouldBeNull();
        await shop.ReadAsync(AnswersFixture.Full(guid));
        shop.Find(AnswersFixture.Full(guid)).ShouldBeNull("the commit may still arrive");
        shop.Find(AnswersFixture.Full(other)).ShouldNotBeNull();
        shop.Catalog.TermOver.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task Answers_of_the_whole_group_end_with_its_commit()
    {
        await using var shop = await AnswersFixture.OpenAsync();
        var guids = new List<string>();
        foreach (var name in new[] { "a", "b", "c" })
        {
            guids.Add(await shop.CreateAsync("shop_table", name));
            await shop.KeepAsync(AnswersFixture.Full(guids[^1]));
        }
        shop.Hold.BeforeCommit.Close();
        var first = shop.SetRowsAsync(guids[0], 1);
        await shop.Hold.BeforeCommit.ReachedAsync();
        Task[] together = [shop.SetRowsAsync(guids[1], 1), shop.SetRowsAsync(guids[2], 1)];
        guids[1..].ShouldAllBe(guid => shop.Find(AnswersFixture.Full(guid)) != null);

        shop.Hold.BeforeCommit.Open();
        await Eventually.DoneAsync("all writes", Task.WhenAll([first, .. together]));

        guids.ShouldAllBe(guid => shop.Find(AnswersFixture.Full(guid)) == null);
    }

    /// <summary>A table of one row whose answer is kept.</summary>
    private static async Task<string> TableAsync(AnswersFixture shop)
    {
        var guid = await shop.CreateAsync("shop_table", "t", """, "rows": 1 """);
        await shop.KeepAsync(AnswersFixture.Full(guid));
        return guid;
    }
}
