using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Search;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace AtlasHa.Storage.Tests.Postgres;

/// <summary>A group in which one request holds what the server refuses.</summary>
public sealed class PostgresGroupTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    // PostgreSQL's text holds everything but this.
    private const string Refused = "a\0b";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What returns nothing is sent late, with what follows it.</summary>
    public static TheoryData<string, Func<ICatalogWriter, string, CancellationToken, Task>> Writes => new()
    {
        { "answered", async (writer, name, cancel) =>
            {
                await writer.PutEntitiesAsync([Rows.Entity(name)], cancel);
                await writer.ReadEntitiesAsync([name], cancel);
            } },
        { "grouped", async (writer, name, cancel) => await writer.PutEntitiesAsync([Rows.Entity(name)], cancel) },
        { "direct", async (writer, name, cancel) =>
            {
                await writer.PutEntitiesAsync([Rows.Entity(name.Replace('\0', '-'))], cancel);
                await writer.PutSavedSearchAsync(new SavedSearchRow(name, "ann", name, []), cancel);
            } },
    };

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Only_the_request_fails_that_the_server_refuses(string kind, Func<ICatalogWriter, string, CancellationToken, Task> write)
    {
        await using var stores = new PostgresTestStores(server);
        await using var store = stores.Open();
        await store.InitializeAsync(Token);
        (await store.TryClaimEpochAsync(1, "id1", Token)).ShouldBeTrue();
        await using var queue = new WriteQueue(store, 1, new WriteQueueOptions(), TimeProvider.System, NullLogger<WriteQueue>.Instance);
        var entered = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var first = queue.RunAsync(
            async (_, cancel) =>
            {
                entered.SetResult();
                await goOn.Task.WaitAsync(cancel);
                return 0;
            },
            WriteOptions.Default, Token);
        await entered.Task.Within();

        var before = PutAsync("before", new ExpectedReads { EntityGuids = [Refused] });
        var refused = PutAsync(Refused);
        var after = PutAsync("after");
        goOn.SetResult();

        await Task.WhenAll(first, before, after).Within();
        await Should.ThrowAsync<PostgresException>(refused.Within(), kind);
        await using var reader = await store.OpenReaderAsync(1, Token);
        (await reader.ReadEntitiesAsync(["before", "after", "a-b"], Token)).Keys.ShouldBe(["before", "after"], ignoreOrder: true);
        queue.TermOver.IsCompleted.ShouldBeFalse();

        Task<int> PutAsync(string name, ExpectedReads? reads = null) => queue.RunAsync(
            async (writer, cancel) =>
            {
                await write(writer, name, cancel);
                return 0;
            },
            WriteOptions.Default with { Reads = reads ?? ExpectedReads.None }, Token);
    }
}
