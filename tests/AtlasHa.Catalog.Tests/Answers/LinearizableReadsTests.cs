using AtlasHa.Catalog.Answers;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Requests;

namespace AtlasHa.Catalog.Tests.Answers;

/// <summary>
/// Many readers and writers at one catalogue. Each table has one writer, which counts its rows up; so what a read may not see is known:
/// anything older than what was acknowledged, or read by anybody, before it began.
/// </summary>
public sealed class LinearizableReadsTests
{
    private const int Tables = 4;
    private const int Writes = 150;
    private const int Readers = 4;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task No_read_is_older_than_what_was_acknowledged_or_read_before_it(int seed)
    {
        await using var shop = await AnswersFixture.OpenAsync();
        (await StaleReadsAsync(shop, shop.Answers, seed)).ShouldBe(0);
    }

    [Fact]
    public async Task The_check_finds_old_answers_when_writes_do_not_mark_what_they_change()
    {
        await using var shop = await AnswersFixture.OpenAsync();
        await using var unmarked = new EntityAnswers(
            shop.Store, 1, new ChangeMarks(), open => new EntityCatalog(new CatalogAccess(open, null!, () => shop.Catalog.Registry, TimeProvider.System, new DeletionOptions())),
            () => shop.Catalog.Registry, maxBytes: 1024 * 1024);
        (await StaleReadsAsync(shop, unmarked, seed: 1)).ShouldBeGreaterThan(0);
    }

    private static async Task<int> StaleReadsAsync(AnswersFixture shop, EntityAnswers answers, int seed)
    {
        var guids = new string[Tables];
        for (var i = 0; i < Tables; i++)
            guids[i] = await shop.CreateAsync("shop_table", $"t{i}", """, "rows": 0 """);
        var known = new long[Tables];
        var (stale, kept, writing) = (0, 0, true);

        var readers = Enumerable.Range(0, Readers).Select(reader => Task.Run(async () =>
        {
            var random = new Random((seed * 100) + reader);
            while (Volatile.Read(ref writing))
            {
                var table = random.Next(Tables);
                var least = Volatile.Read(ref known[table]);
                var (rows, wasKept) = await ReadAsync(answers, AnswersFixture.Full(guids[table]));
                if (rows < least)
                    Interlocked.Increment(ref stale);
                if (wasKept)
                    Interlocked.Increment(ref kept);
                Raise(ref known[table], rows);
            }
        })).ToArray();
        await Task.WhenAll(guids.Index().Select(table => Task.Run(async () =>
        {
            for (var rows = 1; rows <= Writes; rows++)
            {
                await shop.SetRowsAsync(table.Item, rows);
                Raise(ref known[table.Index], rows);
            }
        })));
        Volatile.Write(ref writing, false);
        await Task.WhenAll(readers);
        kept.ShouldBeGreaterThan(0);
        return stale;
    }

    private static async Task<(long Rows, bool Kept)> ReadAsync(EntityAnswers answers, EntityQuestion question)
    {
        var kept = answers.Find(question);
        if (kept is not null)
            await answers.ConfirmAsync();
        var answer = kept ?? await answers.ReadAsync(question, Cancel);
        return (AnswersFixture.RowsOf(AtlasJson.Parse<AtlasEntityWithExtInfo>(answer.Utf8.Span)), kept is not null);
    }

    private static void Raise(ref long known, long value)
    {
        for (var seen = Volatile.Read(ref known); seen < value;)
        {
            var before = Interlocked.CompareExchange(ref known, value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
