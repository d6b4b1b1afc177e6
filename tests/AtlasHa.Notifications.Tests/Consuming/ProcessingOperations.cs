using System.Text;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Catalog.Tests.Stores;
using AtlasHa.TestKit;

namespace AtlasHa.Notifications.Tests.Consuming;

/// <summary>What messages do to the catalogue, and what becomes of those that cannot do it.</summary>
public abstract class ProcessingOperations(IStores stores)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_whose_sender_has_gone_before_the_commit_is_processed_without_another_one()
    {
        await using var terms = await Terms.OpenAsync(stores, consuming: false);
        var commits = new BrokenCommits(committed: true) { Times = 0 };
        terms.Seen = commits.Before;
        await terms.BeginAsync();
        await terms.PostAsync(Fixture.Table("first", "a"));
        await terms.TakenAsync();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        commits.Gate = () =>
        {
            reached.TrySetResult();
            return open.Task;
        };
        using var gone = new CancellationTokenSource();

        var post = terms.Catalog.Hooks.EnqueueAsync(Terms.Topic, [Fixture.Table("second", "b")], Terms.Caller, gone.Token);
        await Eventually.DoneAsync("the post is about to be committed", reached.Task);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(post);
        open.SetResult();

        await Eventually.TrueAsync("it is processed", async () => await terms.FindAsync("second") is not null, TestTimeouts.Short);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public async Task Messages_of_every_type_have_their_effect(string version)
    {
        await using var terms = await Terms.OpenAsync(stores);
        await terms.PostAsync(Fixture.Read($"create_{version}"));
        await terms.TakenAsync();
        var created = (await terms.FindAsync("t1")).ShouldNotBeNull();
        created.CreatedBy.ShouldBe(version == "v1" ? "sqoop" : "hive");
        (await terms.FindAsync("t1.c1", "shop_column")).ShouldNotBeNull();

        await terms.PostAsync(Fixture.Read($"full_update_{version}"));
        await terms.TakenAsync();
        (await terms.FindAsync("t1"))!.Attributes!["name"].ShouldBe("renamed");

        await terms.PostAsync(Fixture.Read($"partial_update_{version}"));
        await terms.TakenAsync();
        (await terms.FindAsync("t1"))!.Attributes!["name"].ShouldBe("partly");

        await terms.PostAsync(Fixture.Read($"delete_{version}"));
        await terms.TakenAsync();
        (await terms.FindAsync("t1")).ShouldBeNull();
        (await terms.FailedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Stream_is_taken_in_order_and_each_message_once()
    {
        await using var terms = await Terms.OpenAsync(stores);
        string[] names = [.. Enumerable.Range(0, 150).Select(i => $"n{i}")];
        foreach (var batch in names.Chunk(20))
            await terms.PostAsync([.. batch.Select(name => Fixture.Table("t", name))]);
        await terms.TakenAsync();

        (await terms.NamesAsync("t")).ShouldBe(names);
        var position = await terms.ReadAsync(reader => reader.Notifications.ReadPositionsAsync([MessageSource.Queue(Terms.Topic)], Cancel));
        position.Single().Next.ShouldBe(151);
    }

    /// <summary>With a small batch the next one is with the writer already when the poison is found.</summary>
    [Theory]
    [InlineData(256)]
    [InlineData(1)]
    public async Task Poison_neither_blocks_nor_reorders_what_is_around_it(int batchSize)
    {
        await using var terms = await Terms.OpenAsync(stores, consuming: false);
        terms.Options.BatchSize = batchSize;
        await terms.PostAsync(
            Fixture.Table("t", "a"), Fixture.UnknownType(), Fixture.Table("t", "b"), "garbage"u8.ToArray(), Fixture.Table("t", "c"), "null"u8.ToArray(),
            Fixture.Table("t", "d"));
        terms.Consume();
        await terms.TakenAsync();

        (await terms.NamesAsync("t")).ShouldBe(["a", "b", "c", "d"]);
        var failed = await terms.FailedAsync();
        failed.Select(message => (message.Offset, message.Tries)).ShouldBe([(2L, 3), (4L, 1)]);
        failed[0].Error.ShouldContain("never_defined");
        failed[1].Error.ShouldContain("not JSON");
        failed[1].Body.ShouldBe("garbage"u8.ToArray());
    }

    [Fact]
    public async Task Given_up_messages_are_processed_again_or_dropped()
    {
        await using var terms = await Terms.OpenAsync(stores);
        await terms.PostAsync(Fixture.UnknownType("shop_late"), "garbage"u8.ToArray());
        await terms.TakenAsync();
        var failed = await terms.Catalog.Hooks.ListFailedAsync(after: 0, atMost: 10, Cancel);
        failed.Select(message => message.Partition).ShouldBe([null, null]);
        await terms.Catalog.Types.CreateAsync(
            AtlasJson.Parse<AtlasTypesDef>("""{"entityDefs":[{"name":"shop_late","superTypes":["DataSet"]}]}"""), Terms.Caller, Cancel);

        (await terms.Catalog.Hooks.ReplayAsync([failed[0].Id, 999], Cancel)).ShouldBe(1);
        await terms.TakenAsync();
        (await terms.FindAsync("x", "shop_late")).ShouldNotBeNull();
        (await terms.Catalog.Hooks.DropAsync([failed[1].Id], Cancel)).ShouldBe(1);

        (await terms.FailedAsync()).ShouldBeEmpty();
        (await terms.Catalog.Hooks.ReplayAsync([failed[0].Id], Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task Reference_to_an_entity_that_is_not_there_makes_a_shell_which_its_own_message_fills()
    {
        await using var terms = await Terms.OpenAsync(stores);
        await terms.PostAsync("""
            {"type":"ENTITY_CREATE_V2","user":"hive","entities":{"entities":[{"guid":"-1","typeName":"shop_job","attributes":{"qualifiedName":"j","name":"j",
              "inputs":[{"typeName":"shop_table","uniqueAttributes":{"qualifiedName":"early"}}],"outputs":[]}}]}}
            """u8.ToArray());
        await terms.TakenAsync();
        (await terms.FailedAsync()).ShouldBeEmpty();
        var shell = (await terms.FindAsync("early")).ShouldNotBeNull();
        shell.IsIncomplete.ShouldBe(true);

        await terms.PostAsync(Fixture.Table("early", "whole"));
        await terms.TakenAsync();

        var whole = (await terms.FindAsync("early")).ShouldNotBeNull();
        whole.Guid.ShouldBe(shell.Guid);
        whole.IsIncomplete.ShouldNotBe(true);
        whole.Attributes!["name"].ShouldBe("whole");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pieces_are_put_together_also_when_the_term_ends_between_them(bool compress)
    {
        await using var terms = await Terms.OpenAsync(stores);
        var pieces = Sender.Split(Fixture.Read("create_v2"), 4, compress);
        await terms.PostAsync(pieces[0], pieces[2], pieces[2], Fixture.Table("other", "o"));
        await terms.TakenAsync();
        await terms.BeginAsync();
        await terms.PostAsync(pieces[1], pieces[3]);
        await terms.TakenAsync();

        (await terms.FindAsync("t1")).ShouldNotBeNull();
        (await terms.FindAsync("other")).ShouldNotBeNull();
        (await terms.FailedAsync()).ShouldBeEmpty();
        (await terms.ReadAsync(reader => reader.Notifications.FindPieceBeforeAsync(long.MaxValue, Cancel))).ShouldBeNull();
    }

    [Fact]
    public async Task Pieces_that_stay_alone_are_given_up_and_can_be_replayed()
    {
        await using var terms = await Terms.OpenAsync(stores);
        var pieces = Sender.Split(Fixture.Read("create_v2"), 3, compress: true);
        await terms.PostAsync(pieces[0], pieces[1]);
        await terms.TakenAsync();

        (await terms.Catalog.Hooks.GiveUpPiecesAsync(long.MaxValue, Cancel)).ShouldBe(2);
        var failed = await terms.FailedAsync();
        failed.ShouldAllBe(message => message.Error.Contains("m_1"));
        await terms.Catalog.Hooks.ReplayAsync([.. failed.Select(message => message.Id)], Cancel);
        await terms.PostAsync(pieces[2]);
        await terms.TakenAsync();

        (await terms.FindAsync("t1")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Topics_and_lengths_that_are_not_allowed_are_refused()
    {
        await using var terms = await Terms.OpenAsync(stores);
        terms.Limits.MaxMessageBytes = 2048;

        (await Should.ThrowAsync<AtlasException>(terms.Catalog.Hooks.EnqueueAsync("OTHER", ["{}"u8.ToArray()], Terms.Caller, Cancel)))
            .Code.Code.ShouldBe("ATLAS-400-00-101");
        (await Should.ThrowAsync<AtlasException>(terms.PostAsync("{}"u8.ToArray(), new byte[2049]))).Code.Code.ShouldBe("ATLAS-500-00-018");

        (await terms.Catalog.Hooks.ReadBacklogAsync(Cancel)).Queued.ShouldBe(0);
    }

    [Fact]
    public async Task Post_that_is_repeated_under_its_id_is_taken_once()
    {
        await using var terms = await Terms.OpenAsync(stores, consuming: false);
        var call = new CallContext("ada", "post-1");
        byte[][] messages = [Encoding.UTF8.GetBytes("1"), Encoding.UTF8.GetBytes("2")];

        (await terms.Catalog.Hooks.EnqueueAsync(Terms.Topic, messages, call, Cancel)).IsReplayed.ShouldBeFalse();
        (await terms.Catalog.Hooks.EnqueueAsync(Terms.Topic, messages, call, Cancel)).IsReplayed.ShouldBeTrue();

        (await terms.Catalog.Hooks.ReadBacklogAsync(Cancel)).Queued.ShouldBe(2);
    }
}
