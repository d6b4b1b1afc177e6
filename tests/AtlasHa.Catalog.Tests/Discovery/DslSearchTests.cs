using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Tests.Entities;

namespace AtlasHa.Catalog.Tests.Discovery;

public sealed class DslSearchTests : IAsyncLifetime
{
    private EntityFixture _fixture = null!;

    public async ValueTask InitializeAsync() => _fixture = await SearchFixture.OpenAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("from table", "customers,events,old,orders,orders_view")]
    [InlineData("table", "customers,events,old,orders,orders_view")]
    [InlineData("`table` where name = 'orders'", "orders")]
    [InlineData("table name = \"orders\"", "orders")]
    [InlineData("FROM table WHERE rows >= 100 AND owner = ann", "orders,orders_view")]
    [InlineData("from table where rows gt 20 and rows lt 200", "orders,orders_view")]
    [InlineData("from table where name = 'old' or name = 'events'", "events,old")]
    [InlineData("from table where owner = ann and (name = 'old' or rows = 100)", "old,orders,orders_view")]
    [InlineData("from table where name = 'old' or name = 'events' and owner = ann", "old")]
    [InlineData("from table where name != 'old' and name neq 'events'", "customers,orders,orders_view")]
    [InlineData("from table where name like 'o*'", "old,orders,orders_view")]
    [InlineData("from table where name like 'o?d'", "old")]
    [InlineData("from table where name = ['old', 'events', 'none']", "events,old")]
    [InlineData("from table where opened > '2020-06-01'", "customers")]
    [InlineData("from table where opened = '2020-01-01T00:00:00.000Z'", "orders")]
    [InlineData("from table where live = true", "orders")]
    [InlineData("from table where kind = EXTERNAL", "customers")]
    [InlineData("from table where __state = DELETED", "old")]
    [InlineData("from table where size < -1", "")]
    [InlineData("from table where db.name = 'sales'", "customers,orders")]
    [InlineData("table where table.db.name = logs", "events")]
    [InlineData("from table as t where t.db.region = eu and t.rows = 100", "orders")]
    [InlineData("from db where tables.name = 'orders'", "sales")]
    [InlineData("from db where tables.rows > 1000 and owner = bob", "logs")]
    [InlineData("pii", "customers,orders")]
    [InlineData("from finance where name = logs", "logs")]
    [InlineData("table isa pii", "customers,orders")]
    [InlineData("from table where table is pii_strong", "customers")]
    [InlineData("from table where name = 'orders' and table isa pii", "orders")]
    [InlineData("from db where tables isa finance", "logs")]
    [InlineData("_CLASSIFIED", "customers,events,logs,orders")]
    [InlineData("from _NOT_CLASSIFIED where owner = ann", "old,orders_view,sales")]
    [InlineData("table has owner", "customers,old,orders,orders_view")]
    [InlineData("from table where table has owner and rows = 1", "old")]
    [InlineData("from table hasTerm 'some term'", "")]
    [InlineData("table, where rows = 1", "old")]
    [InlineData("/* all */ from table -- those with\n where rows = 1", "old")]
    [InlineData("from table where qualifiedName = 'sales.orders@c1'", "orders")]
    [InlineData("from table where rows / size = 20", "orders")]
    [InlineData("from table where rows - 1 = 99 and owner = ann", "orders,orders_view")]
    [InlineData("from table where rows > size * 3 - 1 and size > 0", "events,orders")]
    [InlineData("from table where (rows + size) * 2 <= 54 and size > 0", "customers")]
    [InlineData("from table where 100 <= rows and -1 + 6 = size", "events,orders")]
    [InlineData("from table where (rows = 1) or (size = (3 + 4))", "customers,old")]
    [InlineData("from table where rows / 0 = 0 or rows / (size - 5) > 0", "customers")]
    [InlineData("from table where rows * 9223372036854775807 * 9223372036854775807 * 9223372036854775807 > 3e60", "events")]
    public async Task Finds(string query, string expected) =>
        string.Join(',', (await _fixture.DslAsync(query)).Names().Order(StringComparer.Ordinal)).ShouldBe(expected);

    [Theory]
    [InlineData("from table orderby name", "customers,events,old,orders,orders_view")]
    [InlineData("from table orderby name desc limit 2", "orders_view,orders")]
    [InlineData("from table orderby name asc limit 2 offset 1", "events,old")]
    public async Task Orders_and_limits(string query, string expected) => string.Join(',', (await _fixture.DslAsync(query)).Names()).ShouldBe(expected);

    [Fact]
    public async Task Limit_in_the_text_replaces_that_of_the_request_and_its_offset()
    {
        (await _fixture.DslAsync("from table orderby name", limit: 2, offset: 1)).Names().ShouldBe(["events", "old"]);
        (await _fixture.DslAsync("from table orderby name limit 3", limit: 1, offset: 1)).Names().ShouldBe(["customers", "events", "old"]);
    }

    [Fact]
    public async Task Type_and_classification_of_the_request_make_a_query()
    {
        var token = TestContext.Current.CancellationToken;

        (await _fixture.Discovery.SearchDslAsync("where rows = 1", "table", null, 0, 0, token)).Names().ShouldBe(["old"]);
        var tagged = await _fixture.Discovery.SearchDslAsync(null, "table", "pii", 0, 0, token);
        tagged.Names().ShouldBe(["orders", "customers"], ignoreOrder: true);
        tagged.QueryText.ShouldBe("`table` isa `pii`");
        tagged.QueryType.ShouldBe(SearchQueryType.Dsl);
    }

    [Theory]
    [InlineData("from table where rows = 100 select name, rows orderby name", "name,rows", "orders:100;orders_view:100")]
    [InlineData("from table select owner as who orderby owner", "who", "ann;cleo;")]
    [InlineData("from table where name = orders select name, db.name", "name,db.name", "orders:sales")]
    [InlineData("from table select count()", "count", "5")]
    [InlineData("from table where owner = ann select count() as n, sum(rows), min(name), max(rows)", "n,sum(rows),min(name),max(rows)", "3:201:old:100")]
    [InlineData("from table groupby (owner) select owner, count() as n orderby n desc", "owner,n", "ann:3;cleo:1;:1")]
    [InlineData("from table where name = none select count()", "count", "0")]
    public async Task Selects(string query, string names, string rows)
    {
        var result = await _fixture.DslAsync(query);

        result.Entities.ShouldBeNull();
        string.Join(',', result.Attributes!.Name).ShouldBe(names);
        string.Join(';', result.Attributes.Values.Select(row => string.Join(':', row))).Split(';').ShouldBe(rows.Split(';'), ignoreOrder: query.Contains("groupby"));
    }

    [Fact]
    public async Task Select_of_a_reference_gives_entities() =>
        (await _fixture.DslAsync("from table where name = orders select db")).Names().ShouldBe(["sales"]);

    [Fact]
    public async Task Groups_without_select_are_entities_side_by_side()
    {
        var owners = (await _fixture.DslAsync("from table groupby (owner)")).Entities!.Select(entity => entity.Attributes!["owner"]).ToList();

        owners.Count.ShouldBe(5);
        owners.Zip(owners.Skip(1)).Count(pair => !Equals(pair.First, pair.Second)).ShouldBe(2);
    }

    [Theory]
    [InlineData("", "line 1:1")]
    [InlineData("from", "line 1:5")]
    [InlineData("from unknown", "line 1:6")]
    [InlineData("from table where", "line 1:17")]
    [InlineData("from table where unknown = 1", "line 1:18")]
    [InlineData("from table where db.unknown = 1", "line 1:18")]
    [InlineData("from table\nwhere name ~ 1", "line 2:12")]
    [InlineData("from table where name = 'open", "line 1:25")]
    [InlineData("from table /* open", "line 1:12")]
    [InlineData("from table where (name = 'x'", "line 1:29")]
    [InlineData("from table where name 'x'", "line 1:23")]
    [InlineData("from table where rows = many", "line 1:25")]
    [InlineData("from table where opened = '01.02.2020'", "line 1:27")]
    [InlineData("from table where db = 'x'", "line 1:18")]
    [InlineData("from table where table isa unknown", "line 1:28")]
    [InlineData("from table orderby db", "line 1:20")]
    [InlineData("from table groupby (db)", "line 1:21")]
    [InlineData("from table where table has db", "line 1:28")]
    [InlineData("from table select name, db", "line 1:25")]
    [InlineData("from table select name as x, rows as x", "line 1:38")]
    [InlineData("from table as table", "line 1:15")]
    [InlineData("from table limit many", "line 1:18")]
    [InlineData("from table limit 1 limit 2", "line 1:20")]
    [InlineData("from table where name < ['a', 'b']", "line 1:18")]
    [InlineData("from table where name + 1 = 2", "line 1:18")]
    [InlineData("from table where live + 1 = 2", "line 1:18")]
    [InlineData("from table where rows + = 2", "line 1:25")]
    [InlineData("from table where (rows + 1 = 2", "line 1:31")]
    [InlineData("from table where rows + 1 like 2", "line 1:27")]
    [InlineData("from table where rows + db.rows > 2", "line 1:25")]
    public async Task Refuses_and_says_where(string query, string place)
    {
        var refusal = await Should.ThrowAsync<AtlasException>(() => _fixture.DslAsync(query));

        refusal.Code.ShouldBe(AtlasErrorCode.InvalidDslQuery);
        refusal.Message.ShouldContain(place + " ");
    }

    [Fact]
    public async Task Refuses_a_query_that_is_too_long() =>
        (await EntityFixture.ErrorOf(() => _fixture.DslAsync($"from table where name = '{new string('x', 4096)}'"))).ShouldBe("400-00-058");
}
