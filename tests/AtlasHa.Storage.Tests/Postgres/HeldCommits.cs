using AtlasHa.TestKit;
using Npgsql;

namespace AtlasHa.Storage.Tests.Postgres;

/// <summary>
/// Commits that change a table wait inside the server until they are let go: the moment between the client's COMMIT and its answer, held
/// open. A deferred trigger waits for an advisory lock that this has.
/// </summary>
internal sealed class HeldCommits : IAsyncDisposable
{
    private const string Key = "4711";

    private readonly NpgsqlConnection _holder;

    private HeldCommits(NpgsqlConnection holder) => _holder = holder;

    public static async Task<HeldCommits> OfAsync(PostgresTestStores databases, string table)
    {
        var held = new HeldCommits(await databases.ConnectAsync());
        await held.RunAsync($"""
            CREATE FUNCTION hold_commit() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_advisory_xact_lock_shared({Key}); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER hold_commit AFTER INSERT OR UPDATE ON {table} DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION hold_commit();
            SELECT pg_advisory_lock({Key});
            """);
        return held;
    }

    /// <summary>Returns when a commit has reached the server and waits there.</summary>
    public Task UntilOneWaitsAsync() => Eventually.TrueAsync("a commit waits in the server", async () =>
    {
        await using var command = new NpgsqlCommand($"SELECT EXISTS (SELECT FROM pg_locks WHERE objid = {Key} AND NOT granted)", _holder);
        return (bool)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    });

    public Task LetGoAsync() => RunAsync($"SELECT pg_advisory_unlock({Key})");

    public ValueTask DisposeAsync() => _holder.DisposeAsync();

    private async Task RunAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _holder);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
