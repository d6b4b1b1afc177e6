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

/// <summary>Background imports that fail: what is tried again, what is given up, and that nothing else is stopped; on every store.</summary>
public abstract class BackgroundImportFaultOperations(IStores stores)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

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
}
