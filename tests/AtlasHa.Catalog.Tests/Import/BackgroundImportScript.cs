using System.Text.Json;
using AtlasHa.Catalog.Import.Background;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Audit;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Import;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Imports;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;
using AtlasHa.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.Catalog.Tests.Import;

/// <summary>What tests of background imports do and look at.</summary>
internal static class BackgroundImportScript
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Task IsAsync(EntityFixture fixture, AtlasAsyncImportRequest import, AsyncImportState state) => Eventually.TrueAsync(
        $"the import is {state}", async () => (await fixture.Catalog.BackgroundImports.GetAsync(import.ImportId, Cancel)).Status == state);

    public static async Task<bool> HasAsync(ICatalogStore store, long epoch, string guid)
    {
        await using var reader = await store.OpenReaderAsync(epoch, Cancel);
        return (await reader.ReadEntitiesAsync([guid], Cancel)).Count > 0;
    }

    // The worker's pauses pass as fast as they are begun.
    public static Task OverAsync(EntityFixture fixture, AtlasAsyncImportRequest import) => Eventually.TrueAsync("the import is over", async () =>
    {
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        return (await fixture.Catalog.BackgroundImports.GetAsync(import.ImportId, Cancel)).CompletedTime is not null;
    });

    public static async Task<IEnumerable<string>> NotedAsync(EntityFixture fixture) =>
        (await fixture.Catalog.AdminAudit.FindAsync(new AuditSearchParameters(), Cancel))
        .Where(entry => entry.Operation == "IMPORT").Select(entry => JsonDocument.Parse(entry.Params!).RootElement.GetProperty("operationStatus").GetString()!).Order();

    public static ImportOrigin Origin(string hash) => new() { ContentHash = hash };

    public static AtlasEntityWithExtInfo Entity(string guid, string typeName = "DataSet") => AtlasJson.Parse<AtlasEntityWithExtInfo>(
        $$"""{ "entity": { "guid": "{{guid}}", "typeName": "{{typeName}}", "attributes": { "qualifiedName": "{{guid}}", "name": "{{guid}}" } } }""");

    public static AtlasTypesDef NewTypes(string name, string super = "DataSet") => AtlasJson.Parse<AtlasTypesDef>(
        $$"""{ "entityDefs": [ { "name": "{{name}}", "typeVersion": "1.0", "superTypes": [ "{{super}}" ] } ] }""");

    public static Task<AtlasAsyncImportRequest> QueueAsync(EntityFixture fixture, params object[][] parts) =>
        QueueAsync(fixture, EntityFixture.Caller, "hash", parts);

    public static async Task<AtlasAsyncImportRequest> QueueAsync(EntityFixture fixture, CallContext call, string hash, params object[][] parts)
    {
        var imports = fixture.Catalog.BackgroundImports;
        var id = Guid.NewGuid().ToString();
        if (await imports.BeginAsync(id, Origin(hash), call, Cancel) is { } earlier) return earlier;
        for (var number = 0; number < parts.Length; number++)
        {
            var part = new ImportBatch { Types = parts[number].OfType<AtlasTypesDef>().SingleOrDefault(), Entities = [.. parts[number].OfType<AtlasEntityWithExtInfo>()] };
            await imports.StageAsync(id, number, part, Cancel);
        }

        return await imports.QueueAsync(id, Origin(hash), call, Cancel);
    }

    public static async Task<AtlasAsyncImportRequest> StepAsync(EntityFixture fixture, AtlasAsyncImportRequest import)
    {
        (await fixture.Catalog.ImportSteps.TakeAsync(Cancel)).ShouldBeTrue();
        return await fixture.Catalog.BackgroundImports.GetAsync(import.ImportId, Cancel);
    }

    public static async Task FinishAsync(EntityFixture fixture)
    {
        var steps = 0;
        while (await fixture.Catalog.ImportSteps.TakeAsync(Cancel)) (++steps).ShouldBeLessThan(100);
    }

    public static async Task<bool> HasLeftoversAsync(EntityFixture fixture)
    {
        await using var reader = await fixture.OpenReaderAsync();
        return await reader.Imports.HasLeftoversAsync(Cancel);
    }

    public static async Task<string> BeginAsync(EntityFixture fixture)
    {
        var id = Guid.NewGuid().ToString();
        (await fixture.Catalog.BackgroundImports.BeginAsync(id, Origin("hash"), EntityFixture.Caller, Cancel)).ShouldBeNull();
        return id;
    }

    public static async Task<ImportRow?> FindAsync(EntityFixture fixture, string importId)
    {
        await using var reader = await fixture.OpenReaderAsync();
        return await reader.Imports.FindAsync(importId, Cancel);
    }
}
