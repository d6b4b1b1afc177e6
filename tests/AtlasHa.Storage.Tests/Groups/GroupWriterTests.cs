using System.Text;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Groups;
using AtlasHa.Catalog.Storage.Search;
using AtlasHa.Storage.Tests.Contract;
using AtlasHa.Storage.Tests.Sqlite;

namespace AtlasHa.Storage.Tests.Groups;

/// <summary>What a group saves, and how its requests see each other.</summary>
public sealed class GroupWriterTests() : CatalogStoreContract(new SqliteTestStores())
{
    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public async Task Group_costs_as_many_calls_of_the_store_as_one_request(int requests)
    {
        var (writer, calls) = await BeginAsync();
        await using var _ = writer;
        await writer.ReadAheadAsync([.. Enumerable.Range(0, requests).Select(i => Reads($"v{i}"))], Token);
        for (var i = 0; i < requests; i++)
            await CreateAsync(writer, $"g{i}", $"v{i}");
        await writer.CommitAsync(Token);

        calls.Names.ShouldBe(["FindUniqueAsync", "PutEntitiesAsync", "SetTypeUsesAsync", "SetSearchAsync", "SetUniqueAsync", "CommitAsync"]);
        (await GuidsAsync("g0", $"g{requests - 1}", $"g{requests}")).ShouldBe(new[] { "g0", $"g{requests - 1}" }.Distinct());
    }

    [Fact]
    public async Task Failing_request_costs_no_call_and_leaves_nothing()
    {
        var (writer, calls) = await BeginAsync();
        await using var _ = writer;
        await writer.ReadAheadAsync([Reads("v")], Token);
        await CreateAsync(writer, "g1", "v");
        await writer.SavepointAsync(Token);
        await writer.PutEntitiesAsync([Rows.Entity("g2")], Token);
        var taken = await Should.ThrowAsync<UniqueValueTakenException>(async () => await writer.SetUniqueAsync("g2", [Rows.Unique("g2", "v")], Token));
        await writer.RollbackAsync(Token);

        taken.Row.ShouldBe(Rows.Unique("g1", "v"));
        calls.Names.ShouldBe(["FindUniqueAsync"]);
        await writer.CommitAsync(Token);
        (await GuidsAsync("g1", "g2")).ShouldBe(["g1"]);
    }

    [Fact]
    public async Task Holders_that_were_read_ahead_are_read_with_their_entities()
    {
        await WriteAsync(async writer => await CreateAsync(writer, "g", "v"));
        var (group, calls) = await BeginAsync();
        await using var _ = group;
        await group.ReadAheadAsync([Reads("v"), Reads("w") with { EntityGuids = ["unknown"] }], Token);

        (await group.FindUniqueAsync([new("qualifiedName", "v"), new("qualifiedName", "w")], Token)).ShouldHaveSingleItem().Guid.ShouldBe("g");
        (await group.ReadEntitiesAsync(["g", "unknown"], Token)).Keys.ShouldBe(["g"]);
        calls.Names.ShouldBe(["FindUniqueAsync", "ReadEntitiesAsync"]);
    }

    [Fact]
    public async Task Request_that_counts_sees_earlier_ones_and_its_own_and_can_be_taken_back()
    {
        var (writer, _) = await BeginAsync();
        await using var _ = writer;
        await CreateAsync(writer, "g1", "v1");
        await writer.SavepointAsync(Token);
        await writer.PutEntitiesAsync([Rows.Entity("g2"), Rows.Entity("g1", "other")], Token);
        (await writer.CountEntitiesAsync(Token)).ShouldBe([new("hive_table", 0, 1), new("other", 0, 1)], ignoreOrder: true);
        await writer.PurgeEntitiesAsync(["g1"], Token);
        (await writer.ReadEntitiesAsync(["g1", "g2"], Token)).Keys.ShouldBe(["g2"]);
        await writer.RollbackAsync(Token);

        (await writer.ReadEntitiesAsync(["g1", "g2"], Token))["g1"].TypeName.ShouldBe("hive_table");
        await writer.CommitAsync(Token);
        (await GuidsAsync("g1", "g2")).ShouldBe(["g1"]);
    }

    [Fact]
    public async Task Every_write_of_an_entity_reaches_the_store_also_when_the_next_request_replaces_it()
    {
        var (writer, calls) = await BeginAsync();
        await using var _ = writer;
        foreach (var guid in new[] { "g1", "g2", "g1" })
        {
            await writer.SavepointAsync(Token);
            await writer.PutEntitiesAsync([Rows.Entity(guid)], Token);
            await writer.ReleaseAsync(Token);
        }
        await writer.CommitAsync(Token);

        calls.Names.Count(name => name == nameof(ICatalogWriter.PutEntitiesAsync)).ShouldBe(2);
    }

    [Fact]
    public async Task Words_of_a_request_stay_when_the_next_one_of_the_group_sets_values_only()
    {
        var (writer, _) = await BeginAsync();
        await using var _ = writer;
        await CreateAsync(writer, "g", "v");
        await writer.SavepointAsync(Token);
        await writer.SetSearchAsync([new SearchRow("g", IsNew: false, [new SearchValue(1, "w"u8.ToArray())], Words: null)], Token);
        await writer.ReleaseAsync(Token);
        await writer.CommitAsync(Token);

        (await SearchAsync(new SearchSource.OfWords(new WordQuery.Phrase(["word", "v"], IsPrefix: false), new EntityLimits(null, null)))).ShouldBe(["g"]);
        (await SearchAsync(new SearchSource.OfValues([new ValueSlice(1, ValueRange.All)]))).ShouldBe(["g"]);
        (await SearchAsync(new SearchSource.OfValues([new ValueSlice(1, ValueRange.Exactly("w"u8.ToArray()))]))).ShouldBe(["g"]);
    }

    private async Task<string[]> SearchAsync(SearchSource source) =>
        [.. (await ReadAsync(reader => reader.SearchAsync(source, new SearchPage(null, 0, 10), Token))).Select(hit => hit.Entity.Guid)];

    private static ExpectedReads Reads(string value) => new() { UniqueValues = [new("qualifiedName", value)] };

    private static async Task CreateAsync(ICatalogWriter writer, string guid, string value)
    {
        await writer.SavepointAsync(Token);
        (await writer.FindUniqueAsync([new("qualifiedName", value)], Token)).ShouldBeEmpty();
        await writer.PutEntitiesAsync([Rows.Entity(guid)], Token);
        await writer.SetUniqueAsync(guid, [Rows.Unique(guid, value)], Token);
        await writer.SetTypeUsesAsync(guid, [], Token);
        await writer.SetSearchAsync([new SearchRow(guid, IsNew: true, [new SearchValue(1, Encoding.UTF8.GetBytes(value))], $"word {value}")], Token);
        await writer.ReleaseAsync(Token);
    }

    private async Task<(GroupWriter Writer, CountedCalls Calls)> BeginAsync()
    {
        var (writer, calls) = CountedCalls.Before(await Store.BeginWriteAsync(Epoch, Token));
        return (new GroupWriter(writer), calls);
    }
}
