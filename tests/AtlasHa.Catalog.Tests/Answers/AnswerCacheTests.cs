using AtlasHa.Catalog.Answers;
using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Tests.Answers;

public sealed class AnswerCacheTests
{
    private static readonly long OneSize = Kept("00").Size;

    [Fact]
    public void Entries_never_take_more_than_the_bound_and_the_newest_is_there()
    {
        var cache = new AnswerCache(10 * OneSize);
        foreach (var name in Names(100))
        {
            cache.Put(Kept(name));
            cache.Bytes.ShouldBeLessThanOrEqualTo(10 * OneSize);
            Has(cache, name).ShouldBeTrue();
        }
        Names(100).Count(name => Has(cache, name)).ShouldBe(10);
        cache.Bytes.ShouldBe(10 * OneSize);
    }

    [Fact]
    public void What_is_asked_for_outlives_what_is_not()
    {
        var cache = new AnswerCache(10 * OneSize);
        foreach (var name in Names(100))
        {
            cache.Put(Kept(name));
            Has(cache, "00").ShouldBeTrue();
        }
    }

    [Fact]
    public void Room_is_made_even_when_everything_was_asked_for()
    {
        var cache = new AnswerCache(10 * OneSize);
        foreach (var name in Names(10))
        {
            cache.Put(Kept(name));
            Has(cache, name).ShouldBeTrue();
        }

        cache.Put(Kept("10"));

        Has(cache, "10").ShouldBeTrue();
        Names(11).Count(name => Has(cache, name)).ShouldBe(10);
    }

    [Fact]
    public void Round_of_new_questions_takes_the_place_of_answers_that_nobody_asks_for_any_more()
    {
        var cache = new AnswerCache(10 * OneSize);
        foreach (var name in Names(6))
        {
            cache.Put(Kept(name));
            Has(cache, name).ShouldBeTrue();
        }

        var hits = new List<int>();
        for (var round = 0; round < 4; round++)
            hits.Add(Names(12).Skip(6).Count(name => HasOrPut(cache, name)));

        hits[^1].ShouldBe(6);
    }

    [Fact]
    public void Answer_that_would_push_out_most_others_is_not_kept()
    {
        var cache = new AnswerCache(10 * OneSize);
        cache.Put(Kept("00", length: (int)(2 * OneSize)));
        Has(cache, "00").ShouldBeFalse();
        cache.Bytes.ShouldBe(0);
    }

    [Fact]
    public void Younger_answer_takes_the_place_of_an_older_one_and_not_the_other_way_round()
    {
        var cache = new AnswerCache(10 * OneSize);
        var (older, younger) = (Kept("00", asOf: 1), Kept("00", asOf: 2));
        cache.Put(older);
        cache.Put(younger);
        cache.Put(older);

        cache.TryGet(younger.Question, out var kept).ShouldBeTrue();
        kept.ShouldBeSameAs(younger);
        cache.Bytes.ShouldBe(OneSize);
    }

    [Fact]
    public void Removing_takes_away_that_answer_only()
    {
        var cache = new AnswerCache(10 * OneSize);
        var (older, younger) = (Kept("00", asOf: 1), Kept("00", asOf: 2));
        cache.Put(younger);

        cache.Remove(older);
        Has(cache, "00").ShouldBeTrue();
        cache.Remove(younger);
        Has(cache, "00").ShouldBeFalse();
        cache.Bytes.ShouldBe(0);
    }

    private static IEnumerable<string> Names(int count) => Enumerable.Range(0, count).Select(i => $"{i:00}");

    private static bool HasOrPut(AnswerCache cache, string guid)
    {
        if (Has(cache, guid)) return true;
        cache.Put(Kept(guid));
        return false;
    }

    private static bool Has(AnswerCache cache, string guid) => cache.TryGet(EntityQuestion.ByGuid(guid, null), out _);

    private static KeptAnswer Kept(string guid, int length = 100, long asOf = 0) =>
        new(EntityQuestion.ByGuid(guid, null), new JsonAnswer(new byte[length]), [], asOf);
}
