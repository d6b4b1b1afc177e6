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
using AtlasHa.Catalog.Tests.Answers;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;
using AtlasHa.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using static AtlasHa.Catalog.Tests.Import.BackgroundImportScript;

namespace AtlasHa.Catalog.Tests.Import;

/// <summary>How background imports come in: repeats, bounds and uploads that do not go on; on every store.</summary>
public abstract class BackgroundUploadOperations(IStores stores)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

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

    [Theory]
    [InlineData("queued")]
    [InlineData("abandoned")]
    [InlineData("aborted")]
    public async Task Worker_is_told_with_the_commit_also_when_the_sender_has_gone(string what)
    {
        var held = new HeldStores(stores);
        await using var fixture = await EntityFixture.OpenAsync(held);
        var imports = fixture.Catalog.BackgroundImports;
        var id = await BeginAsync(fixture);
        await imports.StageAsync(id, 0, new ImportBatch { Entities = [Entity("a")] }, Cancel);
        var told = imports.Changed;
        using var gone = new CancellationTokenSource();
        held.Hold.AfterCommit.Close();

        Task sent = what switch
        {
            "queued" => imports.QueueAsync(id, Origin("hash"), EntityFixture.Caller, gone.Token),
            "abandoned" => imports.AbandonAsync(id, gone.Token),
            _ => imports.AbortAsync(id, EntityFixture.Caller, gone.Token),
        };
        await held.Hold.AfterCommit.ReachedAsync();
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(sent);
        held.Hold.AfterCommit.Open();

        await Eventually.DoneAsync("the worker is told", told);
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
}
