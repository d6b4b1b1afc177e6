using System.Reflection;
using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Discovery;

/// <summary>What the searches of the other tests find on SQLite they find on PostgreSQL too: all of them in one database, because each costs some time.</summary>
public sealed class PostgresSearchTests(PostgresStores stores)
{
    [Fact]
    public async Task Searches_find_the_same_on_the_other_store()
    {
        await using var fixture = await SearchFixture.OpenAsync(stores);

        foreach (var (parameters, expected) in CasesOf(typeof(BasicSearchTests), nameof(BasicSearchTests.Finds_by_type_classification_and_text)))
            Joined(await fixture.NamesAsync(parameters)).ShouldBe(expected, parameters);
        foreach (var (query, expected) in CasesOf(typeof(DslSearchTests), nameof(DslSearchTests.Finds)))
            Joined((await fixture.DslAsync(query)).Names()).ShouldBe(expected, query);
    }

    private static (string Search, string Expected)[] CasesOf(Type tests, string test)
    {
        (string, string)[] cases = [.. tests.GetMethod(test)!.GetCustomAttributes<InlineDataAttribute>().Select(data => ((string)data.Data[0]!, (string)data.Data[1]!))];
        cases.Length.ShouldBeGreaterThan(20);
        return cases;
    }

    private static string Joined(string[] names) => string.Join(',', names.Order(StringComparer.Ordinal));
}
