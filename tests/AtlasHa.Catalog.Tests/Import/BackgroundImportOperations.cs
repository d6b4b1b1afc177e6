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

/// <summary>Background imports: how they come in, go on over terms, and end; on every store.</summary>
public abstract class BackgroundImportOperations(IStores stores)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_waits_is_processed_part_by_part_and_is_successful()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var waiting = await QueueAsync(fixture, [Types("brought")], [Entity("a", "brought"), Entity("b")], [Entity("c")]);

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
        var import = await QueueAsync(fixture, [Types("wrong", "no_such_type")], [Entity("a")]);

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
    public async Task Entity_that_no_term_finishes_is_given_up_with_its_import()
    {
        var failing = new FailingStores(stores);
        await using var fixture = await EntityFixture.OpenAsync(failing);
        var import = await QueueAsync(fixture, [Entity("a")], [Entity("b")]);
        var next = await QueueAsync(fixture, [Entity("c")]);
        await StepAsync(fixture, import);
        await StepAsync(fixture, import);
        for (var term = 0; term < ImportSteps.MaxAttempts; term++)
        {
            failing.FailEverySecond(FailingStores.Unavailable);
            await Should.ThrowAsync<ImportStepException>(() => fixture.Catalog.ImportSteps.TakeAsync(Cancel));
            failing.Recover();
            await fixture.NextTermAsync();
        }

        var failed = await StepAsync(fixture, import);
        await FinishAsync(fixture);

        (failed.Status, failed.ImportDetails.ImportedEntitiesCount, failed.ImportResult!.OperationStatus).ShouldBe((AsyncImportState.Failed, 1, "FAIL"));
        failed.ImportDetails.Failures["import"].ShouldContain("entity 0 of part 1, both counted from 0, was begun 3 times");
        (await EntityFixture.ErrorOf(() => fixture.GetAsync("b"))).ShouldBe("404-00-005");
        (await fixture.Catalog.BackgroundImports.GetAsync(next.ImportId, Cancel)).Status.ShouldBe(AsyncImportState.Successful);
        (await NotedAsync(fixture)).ShouldBe(["FAIL", "SUCCESS"]);
    }

    [Fact]
    public async Task Attempt_that_fails_with_the_whole_store_does_not_count()
    {
        var failing = new FailingStores(stores);
        await using var fixture = await EntityFixture.OpenAsync(failing);
        var import = await QueueAsync(fixture, [Entity("a")]);
        await StepAsync(fixture, import);
        for (var attempt = 0; attempt < 2 * ImportSteps.MaxAttempts; attempt++)
        {
            failing.FailEverySecond(FailingStores.Unavailable, () => failing.ReadsFail = true);
            await Should.ThrowAsync<StoreUnavailableException>(() => fixture.Catalog.ImportSteps.TakeAsync(Cancel));
            failing.Recover();
        }

        await FinishAsync(fixture);

        (await fixture.Catalog.BackgroundImports.GetAsync(import.ImportId, Cancel)).Status.ShouldBe(AsyncImportState.Successful);
    }

    [Fact]
    public async Task Attempt_that_ends_with_an_orderly_end_of_the_term_does_not_count()
    {
        var failing = new FailingStores(stores);
        await using var fixture = await EntityFixture.OpenAsync(failing);
        var import = await QueueAsync(fixture, [Entity("a")]);
        await StepAsync(fixture, import);
        for (var term = 0; term < 2 * ImportSteps.MaxAttempts; term++)
        {
            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            failing.FailEverySecond(FailingStores.Unavailable, stopping.Cancel);
            await Should.ThrowAsync<Exception>(() => fixture.Catalog.ImportSteps.TakeAsync(stopping.Token));
            failing.Recover();
            await fixture.NextTermAsync();
        }

        await FinishAsync(fixture);

        (await fixture.Catalog.BackgroundImports.GetAsync(import.ImportId, Cancel)).Status.ShouldBe(AsyncImportState.Successful);
    }

    [Fact]
    public async Task Worker_tries_for_a_minute_before_it_gives_an_import_up()
    {
        var failing = new FailingStores(stores);
        await using var fixture = await EntityFixture.OpenAsync(failing);
        using var worker = new ImportWorker(fixture.Time, NullLogger<ImportWorker>.Instance);
        var import = await QueueAsync(fixture, [Entity("a")]);
        await StepAsync(fixture, import);
        var next = await QueueAsync(fixture, [Entity("b")]);
        failing.FailEverySecond(new InvalidOperationException("the disk smells of smoke"), onFailure: null);

        worker.Start(fixture.Catalog);
        await OverAsync(fixture, import);
        failing.Recover();
        await OverAsync(fixture, next);
        await worker.StopAsync(Cancel);

        var failed = await fixture.Catalog.BackgroundImports.GetAsync(import.ImportId, Cancel);
        (failed.Status, failed.CompletedTime - failed.ProcessingStartTime >= 60_000).ShouldBe((AsyncImportState.Failed, true));
        failed.ImportDetails.Failures["import"].ShouldBe("it cannot be processed: the disk smells of smoke");
        (await fixture.Catalog.BackgroundImports.GetAsync(next.ImportId, Cancel)).Status.ShouldBe(AsyncImportState.Successful);
    }

    [Fact]
    public async Task Import_that_cannot_be_read_is_failed_and_stops_nothing()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var broken = await QueueAsync(fixture, [Entity("a")]);
        var next = await QueueAsync(fixture, [Entity("b")]);
        await using (var writer = await fixture.Store.BeginWriteAsync(1, Cancel))
        {
            await writer.ImportChanges.PutAsync(new ImportRow(broken.ImportId, ImportPhase.Queued, "no JSON"u8.ToArray()), Cancel);
            await writer.CommitAsync(Cancel);
        }

        (await fixture.Catalog.BackgroundImports.ListAsync(0, 10, Cancel)).TotalCount.ShouldBe(2);
        await FinishAsync(fixture);

        var failed = await fixture.Catalog.BackgroundImports.GetAsync(broken.ImportId, Cancel);
        (failed.Status, failed.ImportDetails.Failures["import"].Contains("cannot be read", StringComparison.Ordinal)).ShouldBe((AsyncImportState.Failed, true));
        (await fixture.Catalog.BackgroundImports.GetAsync(next.ImportId, Cancel)).Status.ShouldBe(AsyncImportState.Successful);
        (await NotedAsync(fixture)).ShouldBe(["FAIL", "SUCCESS"]);
    }

    [Fact]
    public async Task Only_the_import_that_has_failed_is_given_up()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var aborted = await QueueAsync(fixture, [Entity("a")]);
        var next = await QueueAsync(fixture, [Entity("b")]);
        await fixture.Catalog.BackgroundImports.AbortAsync(aborted.ImportId, EntityFixture.Caller, Cancel);

        await fixture.Catalog.ImportSteps.FailAsync(aborted.ImportId, "it has failed", Cancel);

        (await fixture.Catalog.BackgroundImports.GetAsync(aborted.ImportId, Cancel)).Status.ShouldBe(AsyncImportState.Aborted);
        (await fixture.Catalog.BackgroundImports.GetAsync(next.ImportId, Cancel)).Status.ShouldBe(AsyncImportState.Waiting);
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
    public async Task Next_term_forgets_what_was_not_queued()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var lost = await BeginAsync(fixture);
        await fixture.Catalog.BackgroundImports.StageAsync(lost, 0, new ImportBatch { Entities = [Entity("a")] }, Cancel);
        await fixture.NextTermAsync();
        var own = await BeginAsync(fixture);

        await fixture.Catalog.ImportSteps.ForgetInterruptedAsync(Cancel);
        await FinishAsync(fixture);

        (await fixture.Catalog.BackgroundImports.ListAsync(0, 10, Cancel)).Imports.Select(import => (import.ImportId, import.Status)).ShouldBe([(own, AsyncImportState.Staging)]);
        (await EntityFixture.ErrorOf(() => fixture.Catalog.BackgroundImports.QueueAsync(lost, Origin("x"), EntityFixture.Caller, Cancel))).ShouldBe("404-00-017");
        (await HasLeftoversAsync(fixture)).ShouldBeFalse();
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
    public async Task Unknown_imports_and_parts_out_of_order_are_refused()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var imports = fixture.Catalog.BackgroundImports;
        var part = new ImportBatch { Entities = [Entity("a")] };
        (await EntityFixture.ErrorOf(() => imports.GetAsync("none", Cancel))).ShouldBe("404-00-017");
        (await EntityFixture.ErrorOf(() => imports.AbortAsync("none", EntityFixture.Caller, Cancel))).ShouldBe("404-00-017");
        (await EntityFixture.ErrorOf(() => imports.StageAsync("none", 0, part, Cancel))).ShouldBe("404-00-017");
        (await EntityFixture.ErrorOf(() => imports.ListAsync(-1, 1, Cancel))).ShouldBe("400-00-01A");
        var id = await BeginAsync(fixture);
        (await EntityFixture.ErrorOf(() => imports.QueueAsync(id, Origin("x"), EntityFixture.Caller, Cancel))).ShouldBe("400-00-08A");
        (await EntityFixture.ErrorOf(() => imports.StageAsync(id, 1, part, Cancel))).ShouldBe("400-00-029");

        await imports.StageAsync(id, 0, part, Cancel);
        await imports.StageAsync(id, 0, part, Cancel);

        (await imports.QueueAsync(id, Origin("x"), EntityFixture.Caller, Cancel)).ImportDetails.TotalEntitiesCount.ShouldBe(1);
        (await EntityFixture.ErrorOf(() => imports.QueueAsync(id, Origin("x"), EntityFixture.Caller, Cancel))).ShouldBe("404-00-017");
        await imports.AbandonAsync(id, Cancel);
        (await imports.GetAsync(id, Cancel)).Status.ShouldBe(AsyncImportState.Waiting);
    }

    [Fact]
    public async Task Only_so_many_can_wait_and_only_the_newest_that_are_over_are_kept()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var imports = fixture.Catalog.BackgroundImports;
        List<string> ids = [];
        for (var i = 0; i < BackgroundImports.MaxUnfinished; i++) ids.Add(await BeginAsync(fixture));
        (await EntityFixture.ErrorOf(() => BeginAsync(fixture))).ShouldBe("500-00-006");

        await imports.AbandonAsync(ids[0], Cancel);

        ids.Add(await BeginAsync(fixture));
        var page = await imports.ListAsync(1, 2, Cancel);
        page.Imports.Select(import => import.ImportId).ShouldBe([ids[^2], ids[^3]]);
        (page.TotalCount, page.Imports[0].ImportRequestReceivedTime, page.Imports[0].ImportRequestUser)
            .ShouldBe((BackgroundImports.MaxUnfinished, "2023-11-14T22:13:20.000Z", "ada"));
        for (var i = 0; i < ImportSteps.MaxKept; i++)
        {
            await imports.AbortAsync(ids[^1], EntityFixture.Caller, Cancel);
            ids.Add(await BeginAsync(fixture));
        }

        await imports.AbortAsync(ids[^1], EntityFixture.Caller, Cancel);
        await FinishAsync(fixture);
        (await imports.ListAsync(0, 0, Cancel)).TotalCount.ShouldBe(ImportSteps.MaxKept + BackgroundImports.MaxUnfinished - 1);
    }

    [Fact]
    public async Task Repeat_under_the_same_request_id_gets_the_first_answer()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var named = new CallContext("ada", "import-1");
        var first = await QueueAsync(fixture, named, "hash", [Entity("a")]);
        await fixture.NextTermAsync();

        var second = await QueueAsync(fixture, named, "hash", [Entity("a")]);

        (second.ImportId, second.IsReplayed, first.IsReplayed).ShouldBe((first.ImportId, true, false));
        (await Should.ThrowAsync<AtlasException>(() => QueueAsync(fixture, named, "other", [Entity("a")]))).Code.Code.ShouldBe("ATLASHA-422-001");
        (await fixture.Catalog.BackgroundImports.GetAsync(first.ImportId, Cancel)).Status.ShouldBe(AsyncImportState.Waiting);
    }

    [Fact]
    public async Task Repeat_is_answered_however_many_imports_wait_and_begins_nothing()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var (imports, named) = (fixture.Catalog.BackgroundImports, new CallContext("ada", "import-1"));
        var first = await QueueAsync(fixture, named, "hash", [Entity("a")]);
        for (var i = 1; i < BackgroundImports.MaxUnfinished; i++) await BeginAsync(fixture);

        var again = await imports.BeginAsync("another", Origin("hash"), named, Cancel);

        (again!.ImportId, again.IsReplayed).ShouldBe((first.ImportId, true));
        (await imports.ListAsync(0, 0, Cancel)).TotalCount.ShouldBe(BackgroundImports.MaxUnfinished);
        (await Should.ThrowAsync<AtlasException>(() => imports.BeginAsync("another", Origin("other"), named, Cancel))).Code.ShouldBe(AtlasHaErrorCode.RequestIdReused);
        (await Should.ThrowAsync<AtlasException>(() => BeginAsync(fixture))).Message.ShouldContain("8 imports are unfinished");
    }

    [Fact]
    public async Task Begin_that_is_repeated_changes_nothing()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var imports = fixture.Catalog.BackgroundImports;
        var id = await BeginAsync(fixture);
        await imports.StageAsync(id, 0, new ImportBatch { Entities = [Entity("a")] }, Cancel);

        (await imports.BeginAsync(id, Origin("hash"), EntityFixture.Caller, Cancel)).ShouldBeNull();

        (await imports.ListAsync(0, 0, Cancel)).TotalCount.ShouldBe(1);
        (await imports.QueueAsync(id, Origin("hash"), EntityFixture.Caller, Cancel)).ImportDetails.TotalEntitiesCount.ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_is_taken_in_while_the_store_sees_trouble_coming()
    {
        var failing = new FailingStores(stores);
        await using var fixture = await EntityFixture.OpenAsync(failing);
        var (imports, named) = (fixture.Catalog.BackgroundImports, new CallContext("ada", "import-1"));
        var first = await QueueAsync(fixture, named, "hash", [Entity("a")]);
        var begun = await BeginAsync(fixture);
        failing.Concern = "the disk is nearly full";

        (await Should.ThrowAsync<StoreUnavailableException>(() => BeginAsync(fixture))).Message.ShouldBe("imports are not taken in now: the disk is nearly full");
        await Should.ThrowAsync<StoreUnavailableException>(() => imports.StageAsync(begun, 0, new ImportBatch { Entities = [Entity("b")] }, Cancel));

        (await imports.BeginAsync("another", Origin("hash"), named, Cancel))!.ImportId.ShouldBe(first.ImportId);
        failing.Concern = null;
        await imports.StageAsync(begun, 0, new ImportBatch { Entities = [Entity("b")] }, Cancel);
        (await imports.ListAsync(0, 0, Cancel)).TotalCount.ShouldBe(2);
    }

    [Fact]
    public async Task Upload_that_does_not_go_on_is_forgotten()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var imports = fixture.Catalog.BackgroundImports;
        var (still, slow) = (await BeginAsync(fixture), await BeginAsync(fixture));
        fixture.Time.Advance(ImportSteps.StagingPatience - TimeSpan.FromMilliseconds(1));
        await FinishAsync(fixture);
        (await imports.ListAsync(0, 0, Cancel)).TotalCount.ShouldBe(2);
        await imports.StageAsync(slow, 0, new ImportBatch { Entities = [Entity("a")] }, Cancel);

        fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
        await FinishAsync(fixture);

        (await imports.ListAsync(0, 10, Cancel)).Imports.Select(import => import.ImportId).ShouldBe([slow]);
        (await EntityFixture.ErrorOf(() => imports.StageAsync(still, 0, new ImportBatch { Entities = [Entity("a")] }, Cancel))).ShouldBe("404-00-017");
    }

    [Fact]
    public async Task Upload_does_not_go_on_in_another_term()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var id = await BeginAsync(fixture);
        var part = new ImportBatch { Entities = [Entity("a")] };
        await fixture.Catalog.BackgroundImports.StageAsync(id, 0, part, Cancel);

        await fixture.NextTermAsync();

        var imports = fixture.Catalog.BackgroundImports;
        (await Should.ThrowAsync<AtlasException>(() => imports.StageAsync(id, 1, part, Cancel))).Code.ShouldBe(AtlasHaErrorCode.ImportCutOff);
        (await Should.ThrowAsync<AtlasException>(() => imports.QueueAsync(id, Origin("hash"), EntityFixture.Caller, Cancel))).Code.ShouldBe(AtlasHaErrorCode.ImportCutOff);
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
        var types = await QueueAsync(fixture, [Types("wrong", "no_such_" + new string('t', 5_000))]);

        await FinishAsync(fixture);

        var details = (await fixture.Catalog.BackgroundImports.GetAsync(import.ImportId, Cancel)).ImportDetails;
        details.FailedEntities.ShouldBe([new string('g', ImportProgress.MaxGuid)]);
        var (guid, reason) = details.Failures.Single();
        (guid, reason.Length, reason.Contains("no_such_ttt", StringComparison.Ordinal)).ShouldBe((new string('g', ImportProgress.MaxGuid), ImportProgress.MaxReason, true));
        (await fixture.Catalog.BackgroundImports.GetAsync(types.ImportId, Cancel)).ImportDetails.Failures["typesdef"].Length.ShouldBe(ImportProgress.MaxReason);
    }

    [Theory]
    [InlineData("abcd", 4, "abcd")]
    [InlineData("abcd", 3, "abc")]
    [InlineData("ab\ud83d\ude00", 3, "ab")]
    [InlineData(null, 3, null)]
    public void Text_is_cut_between_characters(string? text, int length, string? cut) => ImportProgress.Cut(text, length).ShouldBe(cut);

    [Fact]
    public async Task Worker_takes_what_comes_and_is_not_stopped_by_what_it_cannot_take()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var broken = await QueueAsync(fixture, [Entity("a")]);
        await using (var writer = await fixture.Store.BeginWriteAsync(1, Cancel))
        {
            await writer.ImportChanges.PutPartAsync(broken.ImportId, 0, "no JSON"u8.ToArray(), Cancel);
            await writer.CommitAsync(Cancel);
        }

        using var worker = new ImportWorker(TimeProvider.System, NullLogger<ImportWorker>.Instance);
        worker.Start(fixture.Catalog);
        await IsAsync(fixture, broken, AsyncImportState.Failed);
        var later = await QueueAsync(fixture, [Entity("b")]);
        await IsAsync(fixture, later, AsyncImportState.Successful);
        await worker.StopAsync(Cancel);

        (await fixture.GetAsync("b")).Guid.ShouldBe("b");
        (await fixture.Catalog.BackgroundImports.GetAsync(broken.ImportId, Cancel)).ImportDetails.Failures["import"].ShouldContain("cannot be processed");
        await fixture.NextTermAsync();
        var inNextTerm = await QueueAsync(fixture, [Entity("c")]);
        worker.Start(fixture.Catalog);
        await IsAsync(fixture, inNextTerm, AsyncImportState.Successful);
        await worker.StopAsync(Cancel);
    }

    private static Task IsAsync(EntityFixture fixture, AtlasAsyncImportRequest import, AsyncImportState state) => Eventually.TrueAsync(
        $"the import is {state}", async () => (await fixture.Catalog.BackgroundImports.GetAsync(import.ImportId, Cancel)).Status == state);

    private static async Task<bool> HasAsync(ICatalogStore store, long epoch, string guid)
    {
        await using var reader = await store.OpenReaderAsync(epoch, Cancel);
        return (await reader.ReadEntitiesAsync([guid], Cancel)).Count > 0;
    }

    // The worker's pauses pass as fast as they are begun.
    private static Task OverAsync(EntityFixture fixture, AtlasAsyncImportRequest import) => Eventually.TrueAsync("the import is over", async () =>
    {
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        return (await fixture.Catalog.BackgroundImports.GetAsync(import.ImportId, Cancel)).CompletedTime is not null;
    });

    private static async Task<IEnumerable<string>> NotedAsync(EntityFixture fixture) =>
        (await fixture.Catalog.AdminAudit.FindAsync(new AuditSearchParameters(), Cancel))
        .Where(entry => entry.Operation == "IMPORT").Select(entry => JsonDocument.Parse(entry.Params!).RootElement.GetProperty("operationStatus").GetString()!).Order();

    private static ImportOrigin Origin(string hash) => new() { ContentHash = hash };

    private static AtlasEntityWithExtInfo Entity(string guid, string typeName = "DataSet") => AtlasJson.Parse<AtlasEntityWithExtInfo>(
        $$"""{ "entity": { "guid": "{{guid}}", "typeName": "{{typeName}}", "attributes": { "qualifiedName": "{{guid}}", "name": "{{guid}}" } } }""");

    private static AtlasTypesDef Types(string name, string super = "DataSet") => AtlasJson.Parse<AtlasTypesDef>(
        $$"""{ "entityDefs": [ { "name": "{{name}}", "typeVersion": "1.0", "superTypes": [ "{{super}}" ] } ] }""");

    private static Task<AtlasAsyncImportRequest> QueueAsync(EntityFixture fixture, params object[][] parts) =>
        QueueAsync(fixture, EntityFixture.Caller, "hash", parts);

    private static async Task<AtlasAsyncImportRequest> QueueAsync(EntityFixture fixture, CallContext call, string hash, params object[][] parts)
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

    private static async Task<AtlasAsyncImportRequest> StepAsync(EntityFixture fixture, AtlasAsyncImportRequest import)
    {
        (await fixture.Catalog.ImportSteps.TakeAsync(Cancel)).ShouldBeTrue();
        return await fixture.Catalog.BackgroundImports.GetAsync(import.ImportId, Cancel);
    }

    private static async Task FinishAsync(EntityFixture fixture)
    {
        var steps = 0;
        while (await fixture.Catalog.ImportSteps.TakeAsync(Cancel)) (++steps).ShouldBeLessThan(100);
    }

    private static async Task<bool> HasLeftoversAsync(EntityFixture fixture)
    {
        await using var reader = await fixture.OpenReaderAsync();
        return await reader.Imports.HasLeftoversAsync(Cancel);
    }

    private static async Task<string> BeginAsync(EntityFixture fixture)
    {
        var id = Guid.NewGuid().ToString();
        (await fixture.Catalog.BackgroundImports.BeginAsync(id, Origin("hash"), EntityFixture.Caller, Cancel)).ShouldBeNull();
        return id;
    }

    private static async Task<ImportRow?> FindAsync(EntityFixture fixture, string importId)
    {
        await using var reader = await fixture.OpenReaderAsync();
        return await reader.Imports.FindAsync(importId, Cancel);
    }
}
