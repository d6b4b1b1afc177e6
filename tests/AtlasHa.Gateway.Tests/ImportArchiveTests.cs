using System.IO.Compression;
using System.Text;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Import;
using AtlasHa.Gateway.Endpoints;

namespace AtlasHa.Gateway.Tests;

/// <summary>An uploaded export is read whole or in parts, in its order, and only so far as there may be of it.</summary>
public sealed class ImportArchiveTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Parts_are_types_then_entities_in_their_order_some_at_a_time()
    {
        var guids = Enumerable.Range(0, 120).Select(number => $"g{number}").ToArray();
        var zip = Zip([("atlas-typesdef.json", """{"entityDefs":[{"name":"t"}]}"""), ("atlas-export-order.json", $"[{string.Join(',', guids.Reverse().Take(119).Select(guid => $"\"{guid}\""))}]"),
            ("atlas-export-info.json", "{}"), .. guids.Select(guid => ($"{guid}.json", Entity(guid)))]);

        var parts = await PartsAsync(zip);

        parts.Select(part => (part.Types is not null, part.Entities.Count)).ShouldBe([(true, 0), (false, 50), (false, 50), (false, 20)]);
        parts.SelectMany(part => part.Entities).Select(entity => entity.Entity!.Guid).ShouldBe([.. guids.Reverse().Take(119), "g0"]);
        (await ImportArchive.ReadAsync(zip, Cancel)).Entities.Count.ShouldBe(120);
    }

    [Fact]
    public async Task Part_is_closed_when_it_is_large()
    {
        var zip = Zip([("a.json", Entity("a", 600_000)), ("b.json", Entity("b", 600_000)), ("c.json", Entity("c"))]);

        (await PartsAsync(zip)).Select(part => part.Entities.Count).ShouldBe([2, 1]);
    }

    [Fact]
    public async Task Empty_archive_has_no_parts() => (await PartsAsync(Zip([]))).ShouldBeEmpty();

    [Theory]
    [InlineData("a.json", "{")]
    [InlineData("a.json", "[]")]
    [InlineData("atlas-typesdef.json", "7")]
    [InlineData("atlas-export-order.json", "{}")]
    public async Task Broken_file_is_named(string name, string content)
    {
        var refused = await Should.ThrowAsync<AtlasException>(() => PartsAsync(Zip([(name, content)])));

        (refused.Code, refused.Message.Contains(name, StringComparison.Ordinal)).ShouldBe((AtlasErrorCode.ImportInvalidZipEntry, true));
    }

    [Fact]
    public async Task What_is_no_archive_is_refused()
        => (await Should.ThrowAsync<AtlasException>(() => PartsAsync(new MemoryStream([1, 2, 3])))).Code.ShouldBe(AtlasErrorCode.ImportInvalidZipEntry);

    // 1.1 GB of blanks are 1 MB here; what the archive says of their size is not asked.
    [Fact]
    public async Task Files_that_unpack_to_too_much_are_refused_when_they_have()
    {
        var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var file = archive.CreateEntry("a.json", CompressionLevel.Fastest).Open();
            var blanks = new byte[1 << 20];
            Array.Fill(blanks, (byte)' ');
            for (var i = 0; i < 1_100; i++) await file.WriteAsync(blanks, Cancel);
        }

        var refused = await Should.ThrowAsync<AtlasException>(() => PartsAsync(zip));

        (refused.Code, refused.Message.Contains("more than", StringComparison.Ordinal)).ShouldBe((AtlasErrorCode.ImportInvalidZipEntry, true));
    }

    [Theory]
    [InlineData("atlas-typesdef.json")]
    [InlineData("b.json")]
    public async Task File_that_is_too_large_for_a_part_is_named(string name)
    {
        const int TooMuch = 16 << 20;
        var zip = Zip([("a.json", Entity("a", TooMuch - 200)), (name, $"{{{new string(' ', TooMuch)}}}")]);

        var refused = await Should.ThrowAsync<AtlasException>(() => PartsAsync(zip));

        (refused.Code, refused.Message).ShouldBe((AtlasErrorCode.ImportInvalidZipEntry, $"The ZIP cannot be imported: {name}: it has more than {TooMuch} bytes"));
        zip.Position = 0;
        (await ImportArchive.ReadAsync(zip, Cancel)).Entities.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_is_no_guid_in_the_order_is_passed_over()
        => (await PartsAsync(Zip([("atlas-export-order.json", """["b", null]"""), ("a.json", Entity("a")), ("b.json", Entity("b"))])))
            .SelectMany(part => part.Entities).Select(entity => entity.Entity!.Guid).ShouldBe(["b", "a"]);

    private static string Entity(string guid, int blanks = 0)
        => $$"""{"entity":{"guid":"{{guid}}",{{new string(' ', blanks)}}"typeName":"DataSet","attributes":{} } }""";

    private static async Task<List<ImportBatch>> PartsAsync(Stream zip)
    {
        zip.Position = 0;
        List<ImportBatch> parts = [];
        await foreach (var part in ImportParts.ReadAsync(zip, Cancel)) parts.Add(part);
        zip.Position = 0;
        return parts;
    }

    private static MemoryStream Zip(IEnumerable<(string Name, string Content)> files)
    {
        var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var file = archive.CreateEntry(name).Open();
                file.Write(Encoding.UTF8.GetBytes(content));
            }
        }
        return zip;
    }
}
