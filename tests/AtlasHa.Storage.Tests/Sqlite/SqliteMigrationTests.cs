using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.AdminAudit;
using AtlasHa.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.Storage.Tests.Sqlite;

/// <summary>Files of earlier versions are brought up to date with what is in them.</summary>
public sealed class SqliteMigrationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task File_of_version_1_gets_what_came_later_and_keeps_its_entities()
    {
        await PutAsync(Rows.Entity("g"));
        GoBack("""
            DROP TABLE remembered_request;
            DELETE FROM SchemaVersions WHERE ScriptName = 'sqlite/0002_remembered_request.sql';
            PRAGMA user_version = 1;
            """);

        await using var newer = Open();
        await newer.InitializeAsync(Token);

        await using var after = await newer.BeginWriteAsync(1, Token);
        (await after.ReadEntitiesAsync(["g"], Token)).Keys.ShouldBe(["g"]);
        await after.RememberRequestsAsync([Rows.Request("r1")], Token);
        (await after.FindRequestsAsync([new("ann", "r1")], Token)).ShouldHaveSingleItem();
        await after.AddAuditAsync([Rows.Event("g")], Token);
    }

    [Fact]
    public async Task File_of_version_7_gets_the_admin_audit_and_keeps_its_entities()
    {
        await PutAsync(Rows.Entity("g"));
        using (var session = SqliteSession.Open(_folder.File("catalog.db"), readOnly: false, TimeSpan.Zero))
        {
            session.Run("""
                DROP TABLE admin_audit;
                DROP INDEX relationship_by_ends;
                CREATE INDEX relationship_by_end1 ON relationship (end1_guid);
                DELETE FROM SchemaVersions WHERE ScriptName > 'sqlite/0008';
                PRAGMA user_version = 7;
                """);
        }

        await using var newer = Open();
        await newer.InitializeAsync(Token);

        await using var after = await newer.BeginWriteAsync(1, Token);
        (await after.ReadEntitiesAsync(["g"], Token)).Keys.ShouldBe(["g"]);
        await after.AddAdminAuditAsync(Rows.AdminEntry("a"), Token);
        (await after.ReadAdminAuditAsync(AdminAuditQuery.ByGuid("a"), Token)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Classifications_in_documents_of_version_2_become_rows()
    {
        await PutAsync(Rows.Classified("g", EntityRowStatus.Deleted), Rows.Entity("plain"));
        GoBack("INSERT INTO type_use (type_name, guid) VALUES ('PII', 'g'), ('Address', 'g')");

        await using var newer = Open();
        await newer.InitializeAsync(Token);

        await using var after = await newer.OpenReaderAsync(1, Token);
        Rows.ShouldBeFromDocuments(await after.ReadClassificationsAsync(["g", "plain"], Token));
        (await after.TypesUsedByEntitiesAsync(["PII", "Address"], Token)).ShouldBe(["PII", "Address"], ignoreOrder: true);
        using var session = SqliteSession.Open(_folder.File("catalog.db"), readOnly: true, TimeSpan.Zero);
        List<string> uses = [];
        session.Query("SELECT type_name FROM type_use", uses, static (row, list) => list.Add(row.GetString(0)));
        uses.ShouldBe(["Address"]);
    }

    [Fact]
    public async Task Entities_of_earlier_versions_come_into_the_search_index_when_the_catalogue_opens()
    {
        await PutAsync(Indexes.Entities);
        await using (var before = Open())
            await Indexes.DefineTypesAsync(before, 1);
        GoBack("");
        await using var newer = Open();

        await newer.InitializeAsync(Token);

        await Indexes.ShouldBeBuiltByOpeningAsync(newer, 1);
    }

    [Fact]
    public async Task Search_index_that_was_begun_is_gone_on_with_when_the_catalogue_opens()
    {
        await PutAsync(Indexes.Entities);
        await using (var before = Open())
            await Indexes.DefineTypesAsync(before, 1);
        GoBack("");
        await using var newer = Open();
        await newer.InitializeAsync(Token);

        await Indexes.ShouldBeContinuedByOpeningAsync(newer, 1);
    }

    private async Task PutAsync(params EntityRow[] rows)
    {
        await using var store = Open();
        await store.InitializeAsync(Token);
        (await store.TryClaimEpochAsync(1, "id1", Token)).ShouldBeTrue();
        await using var writer = await store.BeginWriteAsync(1, Token);
        await writer.PutEntitiesAsync(rows, Token);
        await writer.CommitAsync(Token);
    }

    /// <summary>Makes the file one of version 2, then does as it is told.</summary>
    private void GoBack(string sql)
    {
        using var session = SqliteSession.Open(_folder.File("catalog.db"), readOnly: false, TimeSpan.Zero);
        session.Run($"""
            DROP TABLE entity_classification;
            DROP TABLE classification_passage;
            DROP TABLE entity_audit;
            DROP TABLE type_patch;
            DROP TABLE notification_position;
            DROP TABLE notification_queue;
            DROP TABLE failed_notification;
            DROP TABLE notification_piece;
            DROP TABLE entity_outbox;
            DROP TABLE async_import;
            DROP TABLE async_import_part;
            DROP TABLE attribute_value;
            DROP TABLE entity_text;
            DROP TABLE saved_search;
            DROP TABLE search_download;
            DROP TABLE search_index;
            DROP TABLE admin_audit;
            DROP INDEX relationship_by_ends;
            CREATE INDEX relationship_by_end1 ON relationship (end1_guid);
            DELETE FROM SchemaVersions WHERE ScriptName > 'sqlite/0003';
            PRAGMA user_version = 2;
            {sql}
            """);
    }

    private SqliteCatalogStore Open() =>
        new(new SqliteStoreOptions { Path = _folder.File("catalog.db") }, TimeProvider.System, NullLogger<SqliteCatalogStore>.Instance);
}
