using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.AdminAudit;
using AtlasHa.Storage.Tests.Contract;
using AtlasHa.TestKit;
using Npgsql;

namespace AtlasHa.Storage.Tests.Postgres;

/// <summary>Databases of other versions.</summary>
public sealed class PostgresMigrationTests(PostgresServer server) : CatalogStoreContract(new PostgresTestStores(server)), IClassFixture<PostgresServer>
{
    private const string ExchangedIndexes = """
        SELECT string_agg(c.relname, ',' ORDER BY c.relname) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE i.indisvalid AND (c.relname LIKE 'relationship_by_type%' OR c.relname LIKE 'relationship_by_end%')
        """;

    private PostgresTestStores Databases => (PostgresTestStores)Stores;

    [Fact]
    public async Task Database_of_version_1_gets_what_came_later_and_keeps_its_entities()
    {
        await PutAsync(Rows.Entity("g"));
        await GoBackAsync("""
            DROP TABLE remembered_request;
            DELETE FROM schemaversions WHERE scriptname > 'postgres/0002';
            UPDATE epoch SET schema_version = 1;
            """);

        await using var newer = Stores.Open();
        await newer.InitializeAsync(Token);

        await using var after = await newer.BeginWriteAsync(Epoch, Token);
        (await after.ReadEntitiesAsync(["g"], Token)).Keys.ShouldBe(["g"]);
        await after.RememberRequestAsync(Rows.Request("r1"), Token);
        (await after.FindRequestAsync("ann", "r1", Token)).ShouldNotBeNull();
        await after.AddAuditAsync([Rows.Event("g")], Token);
    }

    [Fact]
    public async Task Database_of_version_7_gets_the_admin_audit_and_keeps_its_entities()
    {
        await PutAsync(Rows.Entity("g"));
        await GoBackBeforeAdminAuditAsync();

        await using var newer = Stores.Open();
        await newer.InitializeAsync(Token);

        await using var after = await newer.BeginWriteAsync(Epoch, Token);
        (await after.ReadEntitiesAsync(["g"], Token)).Keys.ShouldBe(["g"]);
        await after.AddAdminAuditAsync(Rows.AdminEntry("a"), Token);
        (await after.ReadAdminAuditAsync(AdminAuditQuery.ByGuid("a"), Token)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Active_of_the_version_before_writes_while_a_migration_waits_for_a_reader()
    {
        await PutAsync(Rows.Entity("g"));
        await GoBackBeforeAdminAuditAsync();
        await using var reader = await Databases.ConnectAsync();
        await RunAsync(reader, "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM relationship");
        await using var newer = Stores.Open();

        var migration = newer.InitializeAsync(Token);
        await using var observer = await Databases.ConnectAsync();
        await Eventually.TrueAsync("the migration waits", async () => migration.IsCompleted || await AskAsync<bool>(
            observer, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"));
        await using (var writer = await Store.BeginWriteAsync(Epoch, Token))
        {
            await writer.PutRelationshipsAsync([Rows.Relationship("r", "g", "h")], Token);
            await writer.CommitAsync(Token);
        }
        migration.IsCompleted.ShouldBeFalse();
        await RunAsync(reader, "COMMIT");
        await migration;

        (await AskAsync<string>(observer, ExchangedIndexes)).ShouldBe("relationship_by_end2,relationship_by_ends,relationship_by_type_id");
    }

    [Fact]
    public async Task Index_that_was_broken_off_is_built_anew()
    {
        await PutAsync(Rows.Entity("g"));
        await GoBackBeforeAdminAuditAsync();
        await Databases.ExecuteAsync("""
            CREATE INDEX relationship_by_type_id ON relationship (type_name, id);
            CREATE INDEX relationship_by_ends ON relationship (end1_guid, end2_guid);
            UPDATE pg_index SET indisvalid = false WHERE indexrelid IN ('relationship_by_type_id'::regclass, 'relationship_by_ends'::regclass)
            """);

        await using var newer = Stores.Open();
        await newer.InitializeAsync(Token);

        await using var observer = await Databases.ConnectAsync();
        (await AskAsync<string>(observer, ExchangedIndexes)).ShouldBe("relationship_by_end2,relationship_by_ends,relationship_by_type_id");
    }

    [Fact]
    public async Task Instances_that_start_at_the_same_time_migrate_once()
    {
        await PutAsync(Rows.Entity("g"));
        await GoBackBeforeAdminAuditAsync();
        ICatalogStore[] stores = [.. Enumerable.Range(0, 4).Select(_ => Stores.Open())];

        await Task.WhenAll(stores.Select(store => store.InitializeAsync(Token)));

        await using var observer = await Databases.ConnectAsync();
        (await AskAsync<long>(observer, "SELECT count(*) FROM schemaversions WHERE scriptname > 'postgres/0008'")).ShouldBe(2);
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    [Fact]
    public async Task Classifications_in_documents_of_version_2_become_rows()
    {
        await PutAsync(Rows.Classified("g", EntityRowStatus.Deleted), Rows.Entity("plain"));
        await GoBackAsync("INSERT INTO type_use (type_name, guid) VALUES ('PII', 'g'), ('Address', 'g')");

        await using var newer = Stores.Open();
        await newer.InitializeAsync(Token);

        await using var after = await newer.OpenReaderAsync(Epoch, Token);
        Rows.ShouldBeFromDocuments(await after.ReadClassificationsAsync(["g", "plain"], Token));
        (await after.TypesUsedByEntitiesAsync(["PII", "Address"], Token)).ShouldBe(["PII", "Address"], ignoreOrder: true);
    }

    [Fact]
    public async Task Database_of_a_later_version_is_neither_prepared_nor_claimed()
    {
        await Databases.ExecuteAsync("UPDATE epoch SET schema_version = 1000");

        (await Should.ThrowAsync<StoreUnavailableException>(Store.InitializeAsync(Token))).Message.ShouldContain("upgrade this instance");
        (await Should.ThrowAsync<StoreUnavailableException>(Store.TryClaimEpochAsync(2, "id2", Token))).Message.ShouldContain("upgrade this instance");
    }

    [Fact]
    public async Task Entities_of_earlier_versions_come_into_the_search_index_when_the_catalogue_opens()
    {
        await PutAsync(Indexes.Entities);
        await Indexes.DefineTypesAsync(Store, Epoch);
        await GoBackAsync("");
        await using var newer = Stores.Open();

        await newer.InitializeAsync(Token);

        await Indexes.ShouldBeBuiltByOpeningAsync(newer, Epoch);
    }

    [Fact]
    public async Task Search_index_that_was_begun_is_gone_on_with_when_the_catalogue_opens()
    {
        await PutAsync(Indexes.Entities);
        await Indexes.DefineTypesAsync(Store, Epoch);
        await GoBackAsync("");
        await using var newer = Stores.Open();
        await newer.InitializeAsync(Token);

        await Indexes.ShouldBeContinuedByOpeningAsync(newer, Epoch);
    }

    /// <summary>Makes the database one of version 7.</summary>
    private Task GoBackBeforeAdminAuditAsync() => Databases.ExecuteAsync("""
        DROP TABLE admin_audit;
        DROP INDEX relationship_by_type_id, relationship_by_ends;
        CREATE INDEX relationship_by_type ON relationship (type_name);
        CREATE INDEX relationship_by_end1 ON relationship (end1_guid);
        DELETE FROM schemaversions WHERE scriptname > 'postgres/0008';
        UPDATE epoch SET schema_version = 7;
        """);

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    private static async Task<T> AskAsync<T>(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(Token))!;
    }

    /// <summary>Makes the database one of version 2, then does as it is told.</summary>
    private Task GoBackAsync(string sql) => Databases.ExecuteAsync($"""
        DROP TABLE entity_classification, classification_passage, entity_audit, type_patch, attribute_value, entity_text, saved_search, search_download, search_index;
        DROP TABLE notification_position, notification_queue, failed_notification, notification_piece, entity_outbox, async_import, async_import_part, admin_audit;
        DELETE FROM schemaversions WHERE scriptname > 'postgres/0003';
        UPDATE epoch SET schema_version = 2;
        {sql}
        """);
}
