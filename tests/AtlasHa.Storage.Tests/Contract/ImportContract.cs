using System.Text;
using AtlasHa.Catalog.Storage.Imports;

namespace AtlasHa.Storage.Tests.Contract;

/// <summary>Background imports keep their order and their parts, until they are over.</summary>
public abstract class ImportContract(ITestStores stores) : CatalogStoreContract(stores)
{
    [Fact]
    public async Task Oldest_of_a_phase_is_found_and_a_change_keeps_its_place()
    {
        await PutAsync(("a", ImportPhase.Staging), ("b", ImportPhase.Queued), ("c", ImportPhase.Queued), ("d", ImportPhase.Over));

        (await OldestAsync(ImportPhase.Queued)).ShouldBe("b");
        await PutAsync(("b", ImportPhase.Over), ("a", ImportPhase.Queued));

        (await OldestAsync(ImportPhase.Queued)).ShouldBe("a");
        (await OldestAsync(ImportPhase.Staging)).ShouldBeNull();
        (await PageAsync(0, 10)).ShouldBe(["d", "c", "b", "a"]);
        (await PageAsync(1, 2)).ShouldBe(["c", "b"]);
        (await PageAsync(4, 2)).ShouldBeEmpty();
        (await ReadAsync(reader => reader.Imports.CountAsync(Token))).ShouldBe(new ImportCounts(4, 2));
        (await ReadAsync(reader => reader.Imports.ReadPhaseAsync(ImportPhase.Over, Token))).Select(row => row.ImportId).ShouldBe(["b", "d"]);
        (await ReadAsync(reader => reader.Imports.ReadPhaseAsync(ImportPhase.Staging, Token))).ShouldBeEmpty();
        var found = await ReadAsync(reader => reader.Imports.FindAsync("b", Token));
        (found!.Phase, Encoding.UTF8.GetString(found.Document)).ShouldBe((ImportPhase.Over, "b Over"));
        (await ReadAsync(reader => reader.Imports.FindAsync("none", Token))).ShouldBeNull();
    }

    [Fact]
    public async Task Parts_go_when_their_import_is_over_or_gone_and_not_before()
    {
        await PutAsync(("staging", ImportPhase.Staging), ("queued", ImportPhase.Queued), ("over", ImportPhase.Over));
        await WriteAsync(async writer =>
        {
            foreach (var id in (string[])["staging", "queued", "over", "gone"])
            {
                await writer.ImportChanges.PutPartAsync(id, 0, [1], Token);
                await writer.ImportChanges.PutPartAsync(id, 1, [2], Token);
                await writer.ImportChanges.PutPartAsync(id, 1, [3], Token);
            }
        });

        (await PartAsync("queued", 0), await PartAsync("queued", 1), await PartAsync("queued", 2)).ShouldBe(("01", "03", null));
        (await ReadAsync(reader => reader.Imports.CountAsync(Token))).ShouldBe(new ImportCounts(3, 2));
        (await HasLeftoversAsync(), await DropAsync(3), await HasLeftoversAsync(), await DropAsync(3), await HasLeftoversAsync(), await DropAsync(3))
            .ShouldBe((true, 3, true, 1, false, 0));

        foreach (var id in (string[])["staging", "queued"]) (await PartAsync(id, 1)).ShouldBe("03");
        foreach (var id in (string[])["over", "gone"]) (await PartAsync(id, 0)).ShouldBeNull();
    }

    [Fact]
    public async Task Progress_changes_apart_from_the_document_and_is_found_while_the_import_is_queued()
    {
        await PutAsync(("queued", ImportPhase.Queued), ("over", ImportPhase.Over));
        (await ProgressAsync("queued"), await ProgressAsync("over"), await ProgressAsync("none")).ShouldBe(("", null, null));

        await WriteAsync(async writer =>
        {
            foreach (var id in (string[])["queued", "over", "none"]) await writer.ImportChanges.PutProgressAsync(id, [1, 2], Token);
        });

        (await ProgressAsync("queued"), await ProgressAsync("over"), await ProgressAsync("none")).ShouldBe(("0102", null, null));
        var found = await ReadAsync(reader => reader.Imports.FindAsync("queued", Token));
        (Encoding.UTF8.GetString(found!.Document), Convert.ToHexString(found.Progress)).ShouldBe(("queued Queued", "0102"));
        await PutAsync(("queued", ImportPhase.Queued));
        (await ProgressAsync("queued")).ShouldBe("");
    }

    [Fact]
    public async Task One_part_is_removed()
    {
        await PutAsync(("a", ImportPhase.Queued), ("b", ImportPhase.Queued));
        await WriteAsync(async writer =>
        {
            foreach (var (id, number) in ((string, int)[])[("a", 0), ("a", 1), ("b", 0)]) await writer.ImportChanges.PutPartAsync(id, number, [1], Token);
        });

        await WriteAsync(writer => writer.ImportChanges.DeletePartAsync("a", 0, Token).AsTask());

        (await PartAsync("a", 0), await PartAsync("a", 1), await PartAsync("b", 0)).ShouldBe((null, "01", "01"));
    }

    [Fact]
    public async Task Newest_that_are_over_are_kept()
    {
        await PutAsync(("1", ImportPhase.Over), ("2", ImportPhase.Queued), ("3", ImportPhase.Over), ("4", ImportPhase.Over), ("5", ImportPhase.Staging));

        await WriteAsync(async writer =>
        {
            await writer.ImportChanges.ForgetAsync(1, Token);
            await writer.ImportChanges.DeleteAsync("5", Token);
        });

        (await PageAsync(0, 10)).ShouldBe(["4", "2"]);
    }

    [Fact]
    public async Task What_is_not_committed_was_never_there()
    {
        await using (var writer = await Store.BeginWriteAsync(Epoch, Token))
        {
            await writer.ImportChanges.PutAsync(new ImportRow("a", ImportPhase.Queued, [1]), Token);
            await writer.ImportChanges.PutPartAsync("a", 0, [1], Token);
            (await writer.Imports.FindAsync("a", Token)).ShouldNotBeNull();
        }

        (await ReadAsync(reader => reader.Imports.FindAsync("a", Token))).ShouldBeNull();
        (await PartAsync("a", 0)).ShouldBeNull();
    }

    private Task PutAsync(params (string Id, ImportPhase Phase)[] rows) => WriteAsync(async writer =>
    {
        foreach (var (id, phase) in rows)
            await writer.ImportChanges.PutAsync(new ImportRow(id, phase, Encoding.UTF8.GetBytes($"{id} {phase}")), Token);
    });

    private async Task<string?> OldestAsync(ImportPhase phase) => (await ReadAsync(reader => reader.Imports.FindOldestAsync(phase, Token)))?.ImportId;

    private async Task<IEnumerable<string>> PageAsync(int offset, int limit) =>
        (await ReadAsync(reader => reader.Imports.ReadPageAsync(offset, limit, Token))).Select(row => row.ImportId);

    private async Task<string?> PartAsync(string id, int number) =>
        await ReadAsync(reader => reader.Imports.FindPartAsync(id, number, Token)) is { } content ? Convert.ToHexString(content) : null;

    private async Task<string?> ProgressAsync(string id) =>
        await ReadAsync(reader => reader.Imports.FindProgressAsync(id, Token)) is { } progress ? Convert.ToHexString(progress) : null;

    private Task<bool> HasLeftoversAsync() => ReadAsync(reader => reader.Imports.HasLeftoversAsync(Token));

    private async Task<int> DropAsync(int atMost)
    {
        var count = 0;
        await WriteAsync(async writer => count = await writer.ImportChanges.DropPartsAsync(atMost, Token));
        return count;
    }
}
