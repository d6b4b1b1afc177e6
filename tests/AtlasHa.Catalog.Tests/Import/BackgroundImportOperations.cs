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
using static AtlasHa.Catalog.Tests.Import.BackgroundImportScript;

namespace AtlasHa.Catalog.Tests.Import;

/// <summary>Background imports: how they go on over terms, and end; on every store.</summary>
public abstract class BackgroundImportOperations(IStores stores)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_waits_is_processed_part_by_part_and_is_successful()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var waiting = await QueueAsync(fixture, [NewTypes("brought")], [Entity("a", "brought"), Entity("b")], [Entity("c")]);

        (waiting.Status, waiting.ImportDetails.TotalEntitiesCount, waiting.ImportDetails.PublishedEntityCount).ShouldBe((AsyncImportState.Waiting, 3, 3));
        (waiting.ReceivedTime, waiting.StagedTime, waiting.ProcessingStartTime).ShouldBe((1_700_000_000_000, 1_700_000_000_000, null));
        (await StepAsync(fixture, waiting)).Status.ShouldBe(AsyncImportState.Processing);
        (await StepAsync(fixture, waiting)).ImportDetails.ImportedEntitiesCount.ShouldBe(0);
        var partly = await StepAsync(fixture, waiting);
        (partly.ImportDetails.ImportedEntitiesCount, partly.ImportDetails.ImportProgress).ShouldBe((2, 66.67));
        await StepAsync(fixture, waiting);
        var done = await StepAsync(fixture, waiting);

        (done.Status, done.ImportDetails.ImportedEntitiesCount, done.ImportDetails.ImportProgress).ShouldBe((AsyncImportState.Successful, 3, 100));
        (done.CompletedTime, done.ImportResult!.OperationStatus, done.ImportResult.UserName).ShouldBe((1_700_000_000_000, "SUCCESS", "ada"));
        done.ImportResult.Metrics["entity:brought:created"].ShouldBe(1);
        (await fixture.GetAsync("a")).TypeName.ShouldBe("brought");
        (await fixture.GetAsync("c")).CreatedBy.ShouldBe("ada");
        await FinishAsync(fixture);
        (await HasLeftoversAsync(fixture)).ShouldBeFalse();
    }

    [Fact]
    public async Task Refused_entities_are_listed_with_their_reasons()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var mixed = await QueueAsync(fixture, [Entity("a"), Entity("b", "no_such_type")], [Entity("c")]);
        var hopeless = await QueueAsync(fixture, [Entity("d", "no_such_type")]);

        await FinishAsync(fixture);

        var partly = await fixture.Catalog.BackgroundImports.GetAsync(mixed.ImportId, Cancel);
        (partly.Status, partly.ImportDetails.ImportedEntitiesCount, partly.ImportDetails.FailedEntitiesCount).ShouldBe((AsyncImportState.PartialSuccess, 2, 1));
        partly.ImportDetails.FailedEntities.ShouldBe(["b"]);
        partly.ImportDetails.Failures["b"].ShouldContain("no_such_type");
        partly.ImportResult!.OperationStatus.ShouldBe("PARTIAL_SUCCESS");
        (await fixture.Catalog.BackgroundImports.GetAsync(hopeless.ImportId, Cancel)).Status.ShouldBe(AsyncImportState.Failed);
    }

    [Fact]
    public async Task Types_that_are_refused_end_the_import_before_its_entities()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var import = await QueueAsync(fixture, [NewTypes("wrong", "no_such_type")], [Entity("a")]);

        await FinishAsync(fixture);

        var failed = await fixture.Catalog.BackgroundImports.GetAsync(import.ImportId, Cancel);
        (failed.Status, failed.ImportResult!.OperationStatus, failed.ImportDetails.ImportedEntitiesCount).ShouldBe((AsyncImportState.Failed, "FAIL", 0));
        failed.ImportDetails.Failures["typesdef"].ShouldContain("no_such_type");
        (await EntityFixture.ErrorOf(() => fixture.GetAsync("a"))).ShouldBe("404-00-005");
    }

    [Fact]
    public async Task Next_term_goes_on_where_the_last_one_stopped()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var import = await QueueAsync(fixture, [Entity("a")], [Entity("b")], [Entity("c")]);
        await StepAsync(fixture, import);
        await StepAsync(fixture, import);
        // Taken, but the term ended before it was counted.
        await fixture.Catalog.Import.RunAsync(new ImportBatch { Entities = [Entity("b")] }, EntityFixture.Caller, Cancel);

        await fixture.NextTermAsync();

        var (before, earlier) = (await fixture.Catalog.BackgroundImports.GetAsync(import.ImportId, Cancel), await fixture.GetAsync("b"));
        (before.Status, before.ImportDetails.ImportedEntitiesCount).ShouldBe((AsyncImportState.Processing, 1));
        await FinishAsync(fixture);
        var done = await fixture.Catalog.BackgroundImports.GetAsync(import.ImportId, Cancel);
        (done.Status, done.ImportDetails.ImportedEntitiesCount, done.ImportDetails.FailedEntitiesCount).ShouldBe((AsyncImportState.Successful, 3, 0));
        (await fixture.GetAsync("b")).Version.ShouldBe(earlier.Version);
        (await fixture.GetAsync("c")).Guid.ShouldBe("c");
    }

    [Fact]
    public async Task Next_term_does_not_take_again_what_was_taken_of_a_part()
    {
        var failing = new FailingStores(stores);
        await using var fixture = await EntityFixture.OpenAsync(failing);
        var import = await QueueAsync(fixture, [Entity("a"), Entity("no", "no_such_type"), Entity("b"), Entity("c")]);
        await StepAsync(fixture, import);
        failing.Failure = async (store, epoch) => await HasAsync(store, epoch, "b") ? FailingStores.Unavailable : null;
        await Should.ThrowAsync<ImportStepException>(() => fixture.Catalog.ImportSteps.TakeAsync(Cancel));
        failing.Recover();
        await fixture.NextTermAsync();
        (await fixture.Catalog.BackgroundImports.GetAsync(import.ImportId, Cancel)).ImportDetails.ImportedEntitiesCount.ShouldBe(2);
        await fixture.PostAsync("""{ "entity": { "guid": "a", "typeName": "DataSet", "attributes": { "qualifiedName": "a", "name": "what Ann calls it" } } }""");

        await FinishAsync(fixture);

        (await fixture.GetAsync("a")).Attributes!["name"].ShouldBe("what Ann calls it");
        (await fixture.GetAsync("c")).Guid.ShouldBe("c");
        var done = await fixture.Catalog.BackgroundImports.GetAsync(import.ImportId, Cancel);
        (done.Status, done.ImportDetails.ImportedEntitiesCount, done.ImportDetails.FailedEntitiesCount).ShouldBe((AsyncImportState.PartialSuccess, 3, 1));
        done.ImportDetails.FailedEntities.ShouldBe(["no"]);
        done.ImportResult!.Metrics["entity:DataSet:created"].ShouldBe(3);
    }

    [Fact]
    public async Task What_is_taken_does_not_count_among_the_writes_of_users()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        await QueueAsync(fixture, [Entity("a"), Entity("b")], [Entity("c")]);
        var before = fixture.Catalog.UserWrites;

        await FinishAsync(fixture);

        fixture.Catalog.UserWrites.ShouldBe(before);
        (await fixture.GetAsync("c")).Guid.ShouldBe("c");
    }

    [Fact]
    public async Task Import_that_is_not_over_can_be_aborted()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var imports = fixture.Catalog.BackgroundImports;
        var running = await QueueAsync(fixture, [Entity("a")], [Entity("b")]);
        var waiting = await QueueAsync(fixture, [Entity("c")]);
        var staging = await BeginAsync(fixture);
        await StepAsync(fixture, running);
        await StepAsync(fixture, running);

        foreach (var id in (string[])[running.ImportId, waiting.ImportId, staging])
        {
            await imports.AbortAsync(id, EntityFixture.Caller, Cancel);
            (await imports.GetAsync(id, Cancel)).Status.ShouldBe(AsyncImportState.Aborted);
            (await EntityFixture.ErrorOf(() => imports.AbortAsync(id, EntityFixture.Caller, Cancel))).ShouldBe("409-00-016");
        }

        await FinishAsync(fixture);
        (await fixture.GetAsync("a")).Guid.ShouldBe("a");
        foreach (var guid in (string[])["b", "c"]) (await EntityFixture.ErrorOf(() => fixture.GetAsync(guid))).ShouldBe("404-00-005");
        (await EntityFixture.ErrorOf(() => imports.StageAsync(staging, 0, new ImportBatch { Entities = [Entity("d")] }, Cancel))).ShouldBe("404-00-017");
        (await HasLeftoversAsync(fixture)).ShouldBeFalse();
    }

    [Fact]
    public async Task Abort_while_a_part_is_taken_stays()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var import = await QueueAsync(fixture, [Entity("a")], [Entity("b")]);
        await StepAsync(fixture, import);
        var read = await FindAsync(fixture, import.ImportId);

        await fixture.Catalog.BackgroundImports.AbortAsync(import.ImportId, EntityFixture.Caller, Cancel);
        await fixture.Catalog.ImportSteps.ChangeAsync(read!, StoredImport.Of(read!).Done(1), Cancel);

        (await fixture.Catalog.BackgroundImports.GetAsync(import.ImportId, Cancel)).Status.ShouldBe(AsyncImportState.Aborted);
    }

    [Fact]
    public async Task Parts_go_as_they_are_taken_and_those_of_aborted_imports_while_others_are()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var aborted = await QueueAsync(fixture, [Entity("a")], [Entity("b")], [Entity("c")]);
        var import = await QueueAsync(fixture, [Entity("d")], [Entity("e")]);
        await fixture.Catalog.BackgroundImports.AbortAsync(aborted.ImportId, EntityFixture.Caller, Cancel);
        (await HasLeftoversAsync(fixture)).ShouldBeTrue();
        await StepAsync(fixture, import);

        (await StepAsync(fixture, import)).Status.ShouldBe(AsyncImportState.Processing);

        (await HasLeftoversAsync(fixture)).ShouldBeFalse();
        await using var reader = await fixture.OpenReaderAsync();
        (await reader.Imports.FindPartAsync(import.ImportId, 0, Cancel)).ShouldBeNull();
        (await reader.Imports.FindPartAsync(import.ImportId, 1, Cancel)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Of_what_is_refused_only_so_much_is_kept()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var import = await QueueAsync(fixture, [Entity(new string('g', 5_000), "no_such_" + new string('t', 5_000))]);
        var types = await QueueAsync(fixture, [NewTypes("wrong", "no_such_" + new string('t', 5_000))]);

        await FinishAsync(fixture);

        var details = (await fixture.Catalog.BackgroundImports.GetAsync(import.ImportId, Cancel)).ImportDetails;
        details.FailedEntities.ShouldBe([new string('g', ImportProgress.MaxGuid)]);
        var (guid, reason) = details.Failures.Single();
        (guid, reason.Length, reason.Contains("no_such_ttt", StringComparison.Ordinal)).ShouldBe((new string('g', ImportProgress.MaxGuid), ImportProgress.MaxReason, true));
        (await fixture.Catalog.BackgroundImports.GetAsync(types.ImportId, Cancel)).ImportDetails.Failures["typesdef"].Length.ShouldBe(ImportProgress.MaxReason);
    }
}
