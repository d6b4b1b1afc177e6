using System.Text;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Storage.Tests.Contract;

/// <summary>The search index: what is put in is found, in order, page by page, and nothing else.</summary>
public abstract class SearchContract(ITestStores stores) : CatalogStoreContract(stores)
{
    private static readonly EntityLimits Everything = new(null, null);

    [Fact]
    public async Task Entities_of_types_come_in_order_of_creation_and_page_by_page()
    {
        await PutAsync(
            Rows.Entity("a", "t1"), Rows.Entity("b", "t2"), Rows.Entity("c", "t1", EntityRowStatus.Deleted), Rows.Entity("d", "t3"), Rows.Entity("e", "t1"));
        var source = new SearchSource.OfTypes(
            [new("t1", EntityRowStatus.Active), new("t1", EntityRowStatus.Deleted), new("t2", EntityRowStatus.Active), new("none", EntityRowStatus.Active)]);

        (await AllAsync(source, pageSize: 1)).ShouldBe(["a", "b", "c", "e"]);
        (await FindAsync(source, offset: 1, limit: 2)).ShouldBe(["b", "c"]);
        (await ReadAsync(reader => reader.CountAsync(source, 3, Token))).ShouldBe(3);
        (await ReadAsync(reader => reader.CountAsync(source, 10, Token))).ShouldBe(4);
    }

    [Fact]
    public async Task Values_are_found_by_equality_prefix_and_range_and_come_in_their_order()
    {
        await PutWithValuesAsync(("a", 1, "beta"), ("b", 1, "alpha"), ("c", 2, "alpine"), ("d", 1, "gamma"), ("e", 3, "alpha"), ("f", 1, "alpha"));

        (await AllAsync(Values(ValueRange.Exactly(Bytes("alpha")), 1, 2), 1)).ShouldBe(["b", "f"]);
        (await AllAsync(Values(ValueRange.StartingWith(Bytes("alp")), 1, 2), 2)).ShouldBe(["b", "f", "c"]);
        (await AllAsync(Values(ValueRange.AtLeast(Bytes("beta")), 1, 2), 1)).ShouldBe(["a", "d"]);
        (await AllAsync(Values(ValueRange.AtMost(Bytes("alpine")), 1, 2), 1)).ShouldBe(["b", "f", "c"]);
        (await AllAsync(Values(ValueRange.Between(Bytes("alpine"), Bytes("beta")), 1, 2), 5)).ShouldBe(["c", "a"]);
        (await AllAsync(Values(ValueRange.All, 1, 2), 2)).ShouldBe(["b", "f", "c", "a", "d"]);
    }

    [Fact]
    public async Task Values_come_in_descending_order_when_asked_for()
    {
        await PutWithValuesAsync(("a", 1, "beta"), ("b", 1, "alpha"), ("c", 2, "alpine"), ("f", 1, "alpha"));
        SearchSource Descending(ValueRange range) =>
            new SearchSource.OfValues([new ValueSlice(1, range), new ValueSlice(2, range)], Descending: true);

        (await AllAsync(Descending(ValueRange.All), 1)).ShouldBe(["a", "c", "f", "b"]);
        (await AllAsync(Descending(ValueRange.StartingWith(Bytes("alp"))), 2)).ShouldBe(["c", "f", "b"]);
        (await FindAsync(Descending(ValueRange.All), offset: 1, limit: 2)).ShouldBe(["c", "f"]);
    }

    [Fact]
    public async Task Values_and_words_are_replaced_when_set_again_and_words_stay_when_left_out()
    {
        await PutWithValuesAsync(("a", 1, "old"));
        await SetAsync(new SearchRow("a", false, [new(1, Bytes("old")), new(2, Bytes("kept"))], "old words"));

        await SetAsync(new SearchRow("a", false, [new(1, Bytes("new")), new(2, Bytes("kept"))], null));

        (await AllAsync(Values(ValueRange.All, 1, 2), 5)).ShouldBe(["a", "a"]);
        (await AllAsync(Values(ValueRange.Exactly(Bytes("old")), 1), 5)).ShouldBeEmpty();
        (await AllAsync(Words("old"), 5)).ShouldBe(["a"]);
        await SetAsync(new SearchRow("a", false, [], "new words"));
        (await AllAsync(Words("old"), 5)).ShouldBeEmpty();
        (await AllAsync(Words("new"), 5)).ShouldBe(["a"]);
        (await AllAsync(Values(ValueRange.All, 1, 2), 5)).ShouldBeEmpty();
        await SetAsync(new SearchRow("a", false, [], ""));
        (await AllAsync(Words("new"), 5)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Words_are_found_alone_together_in_order_and_by_their_beginning()
    {
        await PutAsync(Rows.Entity("a", "t1"), Rows.Entity("b", "t2"), Rows.Entity("c", "t1", EntityRowStatus.Deleted));
        await SetAsync(
            new SearchRow("a", true, [], "employees us east"), new SearchRow("b", true, [], "east of us employees not and"), new SearchRow("c", true, [], "äußerst 数据 42"));

        (await AllAsync(Words("employees"), 1)).ShouldBe(["a", "b"]);
        (await AllAsync(new SearchSource.OfWords(new WordQuery.Phrase(["employees", "us"], false), Everything), 1)).ShouldBe(["a"]);
        (await AllAsync(new SearchSource.OfWords(new WordQuery.Phrase(["us", "empl"], true), Everything), 1)).ShouldBe(["b"]);
        (await AllAsync(new SearchSource.OfWords(new WordQuery.All([Word("not"), Word("and")]), Everything), 1)).ShouldBe(["b"]);
        (await AllAsync(new SearchSource.OfWords(new WordQuery.Any([Word("42"), Word("of")]), Everything), 1)).ShouldBe(["b", "c"]);
        (await AllAsync(new SearchSource.OfWords(new WordQuery.Without(Word("east"), Word("of")), Everything), 1)).ShouldBe(["a"]);
        (await AllAsync(new SearchSource.OfWords(new WordQuery.All([Word("äußerst"), Word("数据")]), Everything), 1)).ShouldBe(["c"]);
        (await AllAsync(new SearchSource.OfWords(Word("east"), new EntityLimits(["t2", "t3"], null)), 1)).ShouldBe(["b"]);
        (await AllAsync(new SearchSource.OfWords(Word("42"), new EntityLimits(null, EntityRowStatus.Active)), 1)).ShouldBeEmpty();
    }

    [Fact]
    public async Task As_many_words_as_the_catalogue_makes_of_one_entity_are_taken()
    {
        await PutAsync(Rows.Entity("a"));
        var words = string.Join(' ', Enumerable.Range(0, 10_000).Select(i => $"数据数据数据数据数据数据{i}"));

        await SetAsync(new SearchRow("a", true, [], words));

        (await AllAsync(Words("数据数据数据数据数据数据9999"), 1)).ShouldBe(["a"]);
        (await AllAsync(new SearchSource.OfWords(new WordQuery.Phrase(["数据数据数据数据数据数据9998", "数据数据数据数据数据数据9999"], false), Everything), 1)).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Nothing_of_a_request_that_is_rolled_back_and_of_a_purged_entity_is_found()
    {
        await WriteAsync(async writer =>
        {
            await writer.SavepointAsync(Token);
            await writer.PutEntitiesAsync([Rows.Entity("kept"), Rows.Entity("purged")], Token);
            await writer.SetSearchAsync(
                [new SearchRow("kept", true, [new(1, Bytes("v"))], "word"), new SearchRow("purged", true, [new(1, Bytes("v"))], "word")], Token);
            await writer.ReleaseAsync(Token);
            await writer.SavepointAsync(Token);
            await writer.PutEntitiesAsync([Rows.Entity("gone")], Token);
            await writer.SetSearchAsync([new SearchRow("gone", true, [new(1, Bytes("v"))], "word")], Token);
            await writer.RollbackAsync(Token);
            await writer.SavepointAsync(Token);
            await writer.PurgeEntitiesAsync(["purged"], Token);
            await writer.ReleaseAsync(Token);
        });

        (await AllAsync(Values(ValueRange.All, 1), 5)).ShouldBe(["kept"]);
        (await AllAsync(Words("word"), 5)).ShouldBe(["kept"]);
        (await ReadAsync(reader => reader.CountAsync(Values(ValueRange.All, 1), 10, Token))).ShouldBe(1);
    }

    [Fact]
    public async Task Saved_searches_are_kept_by_owner_and_name()
    {
        var first = new SavedSearchRow("g1", "ann", "b", [1]);
        await WriteAsync(async writer =>
        {
            await writer.PutSavedSearchAsync(first, Token);
            await writer.PutSavedSearchAsync(new SavedSearchRow("g2", "ann", "a", [2]), Token);
            await writer.PutSavedSearchAsync(new SavedSearchRow("g3", "bob", "a", [3]), Token);
            await writer.PutSavedSearchAsync(first with { Name = "c" }, Token);
        });

        (await ReadAsync(reader => reader.ReadSavedSearchesAsync("ann", Token))).Select(row => (row.Guid, row.Name)).ShouldBe([("g2", "a"), ("g1", "c")]);
        (await ReadAsync(reader => reader.FindSavedSearchAsync("g3", Token)))!.Document.ShouldBe([3]);
        await WriteAsync(async writer => await writer.DeleteSavedSearchAsync("g3", Token));
        (await ReadAsync(reader => reader.FindSavedSearchAsync("g3", Token))).ShouldBeNull();
    }

    [Fact]
    public async Task Files_of_results_are_kept_by_owner_and_only_the_newest()
    {
        await WriteAsync(async writer =>
        {
            for (var i = 1; i <= 3; i++)
                await writer.PutSearchDownloadAsync(new SearchDownloadRow("ann", $"f{i}", 10 * i), [(byte)i], keep: 2, Token);
            await writer.PutSearchDownloadAsync(new SearchDownloadRow("bob", "f1", 5), [9], keep: 2, Token);
        });
        await WriteAsync(async writer => await writer.PutSearchDownloadAsync(new SearchDownloadRow("ann", "f3", 40), [4], keep: 2, Token));

        (await ReadAsync(reader => reader.ReadSearchDownloadsAsync("ann", Token))).ShouldBe([new("ann", "f3", 40), new("ann", "f2", 20)]);
        (await ReadAsync(reader => reader.FindSearchDownloadAsync("ann", "f3", Token))).ShouldBe([4]);
        (await ReadAsync(reader => reader.FindSearchDownloadAsync("ann", "f1", Token))).ShouldBeNull();
        (await ReadAsync(reader => reader.FindSearchDownloadAsync("bob", "f1", Token))).ShouldBe([9]);
    }

    [Fact]
    public async Task Index_of_a_new_store_is_complete_and_all_entities_can_be_read_in_order()
    {
        (await ReadAsync(reader => reader.FindSearchIndexGapAsync(Token))).ShouldBeNull();
        await PutAsync(Rows.Entity("b"), Rows.Entity("a"), Rows.Entity("c"));

        var first = await ReadAsync(reader => reader.ReadAllEntitiesAsync(0, 2, Token));
        var second = await ReadAsync(reader => reader.ReadAllEntitiesAsync(first[^1].Position.Id, 2, Token));

        first.Concat(second).Select(hit => hit.Entity.Guid).ShouldBe(["b", "a", "c"]);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static WordQuery.Phrase Word(string word) => new([word], false);

    private static SearchSource.OfWords Words(string word) => new(Word(word), Everything);

    private static SearchSource.OfValues Values(ValueRange range, params long[] partitions) =>
        new([.. partitions.Select(partition => new ValueSlice(partition, range))]);

    private Task SetAsync(params SearchRow[] rows) => WriteAsync(async writer => await writer.SetSearchAsync(rows, Token));

    private async Task PutWithValuesAsync(params (string Guid, long Partition, string Value)[] values)
    {
        await PutAsync([.. values.Select(value => Rows.Entity(value.Guid))]);
        await SetAsync([.. values.Select(value => new SearchRow(value.Guid, false, [new SearchValue(value.Partition, Bytes(value.Value))], null))]);
    }

    private async Task<string[]> FindAsync(SearchSource source, int offset, int limit) =>
        [.. (await ReadAsync(reader => reader.SearchAsync(source, new SearchPage(null, offset, limit), Token))).Select(hit => hit.Entity.Guid)];

    private async Task<string[]> AllAsync(SearchSource source, int pageSize)
    {
        List<string> found = [];
        SearchPosition? after = null;
        while (true)
        {
            var page = await ReadAsync(reader => reader.SearchAsync(source, new SearchPage(after, 0, pageSize), Token));
            found.AddRange(page.Select(hit => hit.Entity.Guid));
            if (page.Count < pageSize)
                return [.. found];
            after = page[^1].Position;
        }
    }
}
