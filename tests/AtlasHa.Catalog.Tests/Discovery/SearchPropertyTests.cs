using AtlasHa.Catalog.Discovery.Basic;
using AtlasHa.Catalog.Discovery.Dsl;
using AtlasHa.Catalog.Discovery.Indexing;
using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Tests.Entities;
using FsCheck.Fluent;

namespace AtlasHa.Catalog.Tests.Discovery;

/// <summary>Generated searches on a generated catalogue find what a plain loop over all of it finds.</summary>
public sealed class SearchPropertyTests : IAsyncLifetime
{
    private const int Tables = 60;
    private const int Samples = 150;
    private static readonly IReadOnlyList<NaiveTable> All = NaiveTable.Many(Tables);
    private EntityFixture _fixture = null!;

    public async ValueTask InitializeAsync()
    {
        _fixture = await SearchFixture.OpenAsync();
        await _fixture.PostBulkAsync($$"""
            { "entities": [
              { "guid": "-1", "typeName": "db", "attributes": { "qualifiedName": "d1", "name": "d1" } },
              { "guid": "-2", "typeName": "db", "attributes": { "qualifiedName": "d2", "name": "d2" } },
              {{string.Join(',', All.Select((table, n) => table.ToJson(n)))}} ] }
            """);
        foreach (var table in All.Where(table => table.IsDeleted))
            await _fixture.DeleteAsync((await _fixture.FindAsync("table", $"{table.Name}@c"))!);
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Filters_find_what_a_scan_finds_in_order_and_in_pages()
    {
        var number = 0;
        foreach (var filter in NaiveFilter.Generator(forDsl: false).Sample(Samples))
        {
            var (excludeDeleted, withSubTypes, descending) = (number % 2 == 0, number % 3 != 0, number % 5 == 0);
            var sortBy = (new[] { null, "name", "size" })[number++ % 3];
            var expected = All.Where(table => filter.Holds(table) && !(excludeDeleted && table.IsDeleted) && (withSubTypes || !table.IsView)).Select(table => table.Name).ToArray();
            var parameters = new SearchParameters
            {
                TypeName = "table",
                ExcludeDeletedEntities = excludeDeleted,
                IncludeSubTypes = withSubTypes,
                EntityFilters = new FilterCriteria
                {
                    Condition = FilterCondition.And,
                    // Without the tables that the fixture brings.
                    Criterion = [filter.ToCriteria(), new() { AttributeName = "qualifiedName", Operator = "endsWith", AttributeValue = "@c" }],
                },
                SortBy = sortBy,
                SortOrder = descending ? SortOrder.Descending : SortOrder.Ascending,
            };

            var found = await AllPagesAsync(parameters);

            found.Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal), $"{filter} sorted by {sortBy}");
            if (sortBy == "name")
                found.ShouldBe([.. descending ? expected.OrderDescending(StringComparer.Ordinal) : expected.Order(StringComparer.Ordinal)], filter.ToString());
        }
    }

    [Theory]
    [InlineData(0, 2000)]
    [InlineData(0, 0)]
    public async Task Every_way_of_searching_finds_the_same(int few, int gathered)
    {
        await using var reader = await _fixture.OpenReaderAsync();
        var types = _fixture.Catalog.Registry;
        var search = new EntitySearch(reader, types, new SearchThresholds(few, gathered));
        var number = 0;
        foreach (var filter in NaiveFilter.Generator(forDsl: false).Sample(Samples))
        {
            var sortBy = (new[] { null, "name", "owner", "size" })[number++ % 4];
            var parameters = new SearchParameters { TypeName = "table", EntityFilters = filter.ToCriteria(), SortBy = sortBy, Limit = 1000 };
            var query = await new BasicSearch(reader, types, DateTimeOffset.UnixEpoch).CompileAsync(parameters, TestContext.Current.CancellationToken);

            var page = await search.FindAsync(query, TestContext.Current.CancellationToken);

            var found = page.Entities.Select(entity => (string)entity.Document.Attributes["name"]!).Where(name => All.Any(table => table.Name == name));
            found.Order(StringComparer.Ordinal).ShouldBe(All.Where(filter.Holds).Select(table => table.Name).Order(StringComparer.Ordinal), $"{filter} sorted by {sortBy}");
            page.Next.ShouldBeNull();
        }
    }

    [Theory]
    [InlineData(0, 2000)]
    [InlineData(0, 0)]
    public async Task Union_of_sources_comes_page_by_page_with_each_entity_once(int few, int gathered)
    {
        await using var reader = await _fixture.OpenReaderAsync();
        var types = _fixture.Catalog.Registry;
        var search = new EntitySearch(reader, types, new SearchThresholds(few, gathered));
        // By name of its type, of its classification, or a word: several hold for one entity.
        var parameters = new SearchParameters { Query = "table OR finance OR ann OR db", Limit = 1000 };
        var query = await new BasicSearch(reader, types, DateTimeOffset.UnixEpoch).CompileAsync(parameters, TestContext.Current.CancellationToken);
        var all = (await search.FindAsync(query, TestContext.Current.CancellationToken)).Entities.Select(entity => entity.Guid).ToArray();

        List<string> paged = [];
        PageMarker? next = null;
        do
        {
            var page = await search.FindAsync(query with { Limit = 7, After = next }, TestContext.Current.CancellationToken);
            paged.AddRange(page.Entities.Select(entity => entity.Guid));
            next = page.Next;
        }
        while (next is not null);

        all.Length.ShouldBeGreaterThan(All.Count(table => !table.IsView));
        all.ShouldBeUnique();
        paged.ShouldBe(all);
    }

    [Fact]
    public async Task Dsl_finds_what_a_scan_finds()
    {
        foreach (var filter in NaiveFilter.Generator(forDsl: true).Sample(Samples))
        {
            var expected = All.Where(table => filter.Holds(table) && table.Database == "d1").Select(table => table.Name);
            var query = $"from table where {filter.ToDsl()} and qualifiedName like '*@c' and db.name = 'd1' limit 1000";

            var found = (await _fixture.DslAsync(query)).Names();

            found.Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal), query);
        }
    }

    [Fact]
    public void Dsl_conditions_are_read_as_they_were_written()
    {
        foreach (var filter in NaiveFilter.Generator(forDsl: true).Sample(Samples))
            Written(DslParser.Parse($"from table where {filter.ToDsl()}").Where!).ShouldBe(filter.ToDsl());
    }

    [Fact]
    public async Task Garbage_is_refused_as_such_or_answered()
    {
        string[] pieces =
        [
            "from", "where", "table", "db", "name", "rows", "select", "groupby", "orderby", "limit", "offset", "and", "or", "isa", "has", "hasTerm", "as", "count", "max", "(", ")",
            "[", "]", ",", "=", "<", "like", "'", "\"", "`", "'x'", "5", "-5", "1.5e", "1e400", "99999999999", "--", "/*", "*/", "*", "/", "+", "\\", "\0", "é", "💡", ".", "db.name", "pii", "\n",
        ];
        var garbage = Gen.ListOf(Gen.Elements(pieces), 12).Select(parts => string.Join(' ', parts));
        var deep = new string('(', 3000);
        foreach (var query in garbage.Sample(1000).Append(deep).Append($"from table where {deep}").Append($"from table isa {deep}"))
        {
            try
            {
                await _fixture.DslAsync(query);
            }
            catch (AtlasException refusal)
            {
                refusal.Code.ShouldBe(AtlasErrorCode.InvalidDslQuery, query);
                refusal.Message.ShouldContain("line ");
            }
        }
    }

    [Fact]
    public async Task Text_of_any_kind_is_answered()
    {
        string[] pieces = ["a", "ab*", "AND", "OR", "NOT", "-", "(", ")", "\"", "\"a b\"", "name:", "name:a", "*", "é", "'", ":", "%", "\\", "💡", "NEAR", "^", "{"];
        foreach (var query in Gen.ListOf(Gen.Elements(pieces), 8).Select(parts => string.Join(' ', parts)).Sample(500))
            await _fixture.Discovery.SearchBasicAsync(new SearchParameters { Query = query, TypeName = "table" }, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Encoded_numbers_keep_their_order()
    {
        double[] numbers = [double.MinValue, -1e300, -5.5, -1, -double.Epsilon, -0.0, 0, double.Epsilon, 1, 1.5, 2, 1e15, double.MaxValue];
        foreach (var left in numbers)
        {
            foreach (var right in numbers)
                Math.Sign(ValueCodec.Encode(left)!.AsSpan().SequenceCompareTo(ValueCodec.Encode(right))).ShouldBe(left < right ? -1 : left > right ? 1 : 0, $"{left} {right}");
        }
    }

    private async Task<List<string>> AllPagesAsync(SearchParameters parameters)
    {
        List<string> found = [];
        for (var marker = "*"; marker != "-1";)
        {
            var page = await _fixture.Discovery.SearchBasicAsync(parameters with { Marker = marker, Limit = 7 }, TestContext.Current.CancellationToken);
            found.AddRange(page.Names());
            marker = page.NextMarker!;
        }
        return found;
    }

    private static string Written(DslExpression expression) => expression switch
    {
        DslExpression.And and => $"({string.Join(" and ", and.Parts.Select(Written))})",
        DslExpression.Or or => $"({string.Join(" or ", or.Parts.Select(Written))})",
        DslExpression.Compare compare => new NaiveFilter.Leaf(compare.Attribute.Text, Symbol(compare.Comparison), compare.Values.Single().Text).ToDsl(),
        _ => throw new ArgumentException($"unexpected {expression}", nameof(expression)),
    };

    private static string Symbol(Comparison comparison) => comparison switch
    {
        Comparison.Like => "like",
        Comparison.Equal => "=",
        Comparison.NotEqual => "!=",
        Comparison.Less => "<",
        Comparison.LessOrEqual => "<=",
        Comparison.Greater => ">",
        _ => ">=",
    };
}
