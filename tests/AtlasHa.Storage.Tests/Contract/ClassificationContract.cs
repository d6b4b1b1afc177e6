using System.Text;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Storage.Tests.Contract;

/// <summary>Classifications of entities, what has spread of them, and where they only pass.</summary>
public abstract class ClassificationContract(ITestStores stores) : CatalogStoreContract(stores)
{
    private static readonly ClassificationRow Direct =
        new("a", "PII", "a") { SourceStatus = EntityRowStatus.Deleted, Document = Encoding.UTF8.GetBytes("{}") };

    private static readonly ClassificationRow Spread = new("b", "PII", "a") { IsRetained = true };

    private static readonly ClassificationRow Passage = new("b", "Secret", "a") { IsPassage = true };

    [Fact]
    public async Task Rows_come_back_as_put_by_entity_and_by_tag()
    {
        var other = new ClassificationRow("b", "PII", "b") { Document = [0, 255] };
        await WriteAsync(async writer => await writer.PutClassificationsAsync([Direct, Spread, Passage, other], Token));

        Same(await ReadAsync(reader => reader.ReadClassificationsAsync(["a", "missing"], Token)), Direct);
        Same(await ReadAsync(reader => reader.ReadClassificationsAsync(["b", "b"], Token)), Spread, Passage, other);
        Same(await ReadAsync(reader => reader.ReadSpreadAsync([new("PII", "a"), new("Secret", "b")], Token)), Direct, Spread);
        Same(await ReadAsync(reader => reader.ReadSpreadAsync([new("Secret", "a")], Token)), Passage);
        (await ReadAsync(reader => reader.ReadClassificationsAsync([], Token))).ShouldBeEmpty();
        (await ReadAsync(reader => reader.ReadSpreadAsync([], Token))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Row_is_replaced_when_put_again_and_gone_when_deleted()
    {
        await WriteAsync(async writer => await writer.PutClassificationsAsync([Direct, Spread, Passage], Token));
        var changed = Direct with { SourceStatus = EntityRowStatus.Active, Document = [1] };
        await WriteAsync(async writer =>
        {
            await writer.PutClassificationsAsync([changed, Passage with { IsRetained = true }], Token);
            await writer.DeleteClassificationsAsync([Spread with { IsRetained = false }, new("b", "unknown", "a")], Token);
            await writer.PutClassificationsAsync([], Token);
            await writer.DeleteClassificationsAsync([], Token);
        });

        Same(await ReadAsync(reader => reader.ReadClassificationsAsync(["a", "b"], Token)), changed, Passage with { IsRetained = true });

        await WriteAsync(async writer => await writer.DeleteClassificationsAsync([Passage, changed], Token));
        (await ReadAsync(reader => reader.ReadClassificationsAsync(["a", "b"], Token))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Classification_is_in_use_as_long_as_an_entity_has_it_and_passing_it_on_is_no_use()
    {
        await WriteAsync(async writer => await writer.PutClassificationsAsync([Direct, Passage], Token));

        (await ReadAsync(reader => reader.TypesUsedByEntitiesAsync(["PII", "Secret"], Token))).ShouldBe(["PII"]);
    }

    [Fact]
    public async Task Entities_of_a_classification_are_counted_once_however_often_they_have_it()
    {
        await WriteAsync(async writer => await writer.PutClassificationsAsync([Direct, Spread, new("b", "PII", "b") { Document = [1] }, Passage], Token));

        (await ReadAsync(reader => reader.CountTypeUsesAsync(Token))).ShouldBe(new Dictionary<string, long> { ["PII"] = 2 });
    }

    [Fact]
    public async Task Purge_of_an_entity_takes_what_it_has_and_what_has_spread_from_it()
    {
        var kept = new ClassificationRow("b", "PII", "b") { Document = [1] };
        await WriteAsync(async writer =>
        {
            await writer.PutEntitiesAsync([Rows.Entity("a"), Rows.Entity("b")], Token);
            await writer.PutClassificationsAsync([Direct, Spread, Passage, kept, new("a", "PII", "b")], Token);
        });

        await WriteAsync(async writer => await writer.PurgeEntitiesAsync(["a"], Token));

        Same(await ReadAsync(reader => reader.ReadClassificationsAsync(["a", "b"], Token)), kept);
    }

    private static void Same(IEnumerable<ClassificationRow> found, params ClassificationRow[] expected) =>
        found.Select(Show).ShouldBe(expected.Select(Show), ignoreOrder: true);

    // Records compare arrays by reference.
    private static string Show(ClassificationRow row)
    {
        var rest = row with { Document = null };
        return $"{rest} {(row.Document is null ? "null" : Convert.ToHexString(row.Document))}";
    }
}
