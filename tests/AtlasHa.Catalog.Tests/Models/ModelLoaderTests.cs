using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Models;
using AtlasHa.Catalog.Tests.Types;

namespace AtlasHa.Catalog.Tests.Models;

public sealed class ModelLoaderTests
{
    [Fact]
    public async Task Core_types_exist_from_the_start_and_are_not_touched_again()
    {
        await using var fixture = await TypesFixture.OpenAsync();
        foreach (var name in new[] { "Referenceable", "Asset", "DataSet", "Process", "Infrastructure", "ProcessExecution", "__internal", "AtlasGlossary", "AtlasGlossaryTerm", "AtlasGlossaryCategory" })
            fixture.Types.Registry.GetEntityType(name);
        var process = fixture.Types.Registry.GetEntityType("Process");
        process.RelationshipAttributes["inputs"].Single().OtherEndDef.Name.ShouldBe("inputToProcesses");
        process.RelationshipAttributes["outputs"].Single().RelationshipType.Def.PropagateTags.ShouldBe(PropagateTags.OneToTwo);
        process.UniqueAttributes.Keys.ShouldBe(["qualifiedName"]);

        var guid = process.Def.Guid;
        await fixture.NextTermAsync(new CatalogOptions());
        (fixture.Types.GetByName("Process").Guid, fixture.Types.GetByName("Process").Version).ShouldBe((guid, 1));
    }

    [Fact]
    public async Task Files_that_were_read_ahead_are_read_again_only_when_they_have_changed()
    {
        await using var fixture = await TypesFixture.OpenAsync();
        var model = Model("early", "1.0", "DataSet");
        fixture.WriteModel("a.json", model);
        await LoadAsync(fixture);
        await fixture.LearnAsync(fixture.Known);

        // Nobody can tell it from the file that was read.
        var path = Path.Combine(fixture.ModelsFolder, "a.json");
        var changed = File.GetLastWriteTimeUtc(path);
        fixture.WriteModel("a.json", new string('x', model.Length));
        File.SetLastWriteTimeUtc(path, changed);
        await LoadAsync(fixture);
        fixture.Log.Errors.ShouldBeEmpty();

        File.SetLastWriteTimeUtc(path, changed.AddSeconds(1));
        await LoadAsync(fixture);
        fixture.Log.Errors.Single().ShouldContain("a.json");

        fixture.WriteModel("a.json", Model("early", "1.1", "DataSet"));
        await LoadAsync(fixture);
        fixture.Types.GetByName("early").TypeVersion.ShouldBe("1.1");
    }

    [Fact]
    public async Task Folders_come_in_order_before_the_files_beside_them()
    {
        await using var fixture = await TypesFixture.OpenAsync();
        fixture.WriteModel("20-late/a.json", Model("late", "1.0", "early"));
        fixture.WriteModel("10-early/b.json", Model("early_child", "1.0", "early"));
        fixture.WriteModel("10-early/a.json", Model("early", "1.0", "DataSet"));
        fixture.WriteModel("10-early/patches/001.json", "{\"patches\":[]}");
        fixture.WriteModel("10-early/readme.txt", "no model");
        fixture.WriteModel("0.json", Model("last", "1.0", "late"));
        await LoadAsync(fixture);
        fixture.Log.Errors.ShouldBeEmpty();
        fixture.Types.Registry.GetEntityType("last").IsSubTypeOf("early").ShouldBeTrue();
        fixture.Types.GetByName("last").CreatedBy.ShouldBe("atlas");
    }

    [Fact]
    public async Task Failing_file_is_reported_and_left_out_whole()
    {
        await using var fixture = await TypesFixture.OpenAsync();
        fixture.WriteModel("1/a.json", """{"entityDefs":[{"name":"orphan"},{"name":"child","superTypes":["nothing"]}]}""");
        fixture.WriteModel("1/b.json", """{"entityDefs":[{"name":""");
        fixture.WriteModel("1/c.json", Model("good", "1.0", "DataSet"));
        await LoadAsync(fixture);
        fixture.Types.Registry.TryGet("good", out _).ShouldBeTrue();
        fixture.Types.Registry.TryGet("orphan", out _).ShouldBeFalse();
        fixture.Log.Errors.Count().ShouldBe(2);
        fixture.Log.Errors.ShouldContain(message => message.Contains("a.json") && message.Contains("Given typename nothing was invalid"));
        fixture.Log.Errors.ShouldContain(message => message.Contains("b.json") && message.Contains("Path: $"));
    }

    [Fact]
    public async Task Missing_folder_does_not_keep_the_instance_from_becoming_active()
    {
        await using var fixture = await TypesFixture.OpenAsync();
        await LoadAsync(fixture);
        fixture.Log.Errors.Single().ShouldContain(fixture.ModelsFolder);
        new CatalogOptionsValidator().Validate(null, new CatalogOptions { ModelsFolder = fixture.ModelsFolder }).FailureMessage.ShouldNotBeNull().ShouldContain("does not exist");
        new CatalogOptionsValidator().Validate(null, new CatalogOptions()).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Existing_type_is_updated_only_by_a_newer_version()
    {
        await using var fixture = await TypesFixture.OpenAsync();
        fixture.WriteModel("1/a.json", Model("t", "1.9", "DataSet"));
        await LoadAsync(fixture);
        fixture.WriteModel("1/a.json", Model("t", "1.9", "DataSet", "x"));
        await LoadAsync(fixture);
        fixture.Types.Registry.GetEntityType("t").Attributes.ContainsKey("x").ShouldBeFalse();
        fixture.WriteModel("1/a.json", Model("t", "1.10", "DataSet", "x"));
        await LoadAsync(fixture);
        fixture.Types.Registry.GetEntityType("t").Attributes.ContainsKey("x").ShouldBeTrue();
        (fixture.Types.GetByName("t").TypeVersion, fixture.Types.GetByName("t").Version).ShouldBe(("1.10", 2));
    }

    [Theory]
    [InlineData("1.10", "1.9", true)]
    [InlineData("2", "1.9", true)]
    [InlineData("1.0", "1", false)]
    [InlineData("1.0", "1.0", false)]
    [InlineData(null, "1.0", false)]
    [InlineData("1.1", null, true)]
    public void Versions_compare_part_by_part(string? version, string? than, bool newer) => ModelMerge.IsNewer(version, than).ShouldBe(newer);

    [Fact]
    public async Task Atlas_model_files_load_unmodified_in_their_order_and_again()
    {
        var options = new CatalogOptions { ModelsFolder = AtlasModelFiles.FolderOrSkip() };
        await using var fixture = await TypesFixture.OpenAsync();
        await fixture.NextTermAsync(options);
        var expected = ModelFolder.Files(options.ModelsFolder!).Where(file => !file.IsPatch)
            .SelectMany(file => Defs.Parse(File.ReadAllText(file.Path)).All()).Select(def => def.Name).ToList();
        expected.Count.ShouldBeGreaterThan(200);
        expected.ShouldAllBe(name => fixture.Types.Registry.Types.Any(type => type.Name == name));
        fixture.Types.Registry.GetEntityType("hive_table").RelationshipAttributes["columns"].Single().IsOwned.ShouldBeTrue();

        var patches = (await fixture.Catalog.Patches.ListAsync(TestContext.Current.CancellationToken)).Patches;
        patches.Count.ShouldBeGreaterThan(200);
        // Atlas ships one patch of a type that none of its models has.
        patches.Where(patch => patch.Status == PatchStatus.Failed).Select(patch => patch.Id).ShouldBe(["TYPEDEF_PATCH_1000_019_001"]);
        fixture.Log.Errors.Single().ShouldContain("unknown type kafka_producer_lineage");
        fixture.Types.Registry.GetEntityType("DataSet").Attributes.ContainsKey("replicatedFrom").ShouldBeTrue();
        fixture.Types.Registry.GetEntityType("Asset").Attributes["name"].Def.SearchWeight.ShouldBe(10);
        fixture.Types.Registry.GetEntityType("fs_path").IsSubTypeOf("Path").ShouldBeTrue();

        var versions = Versions();
        await fixture.NextTermAsync(options);
        fixture.Log.Errors.Distinct().Count().ShouldBe(1);
        Versions().ShouldBe(versions);

        Dictionary<string, (string?, long?)> Versions() =>
            fixture.Types.Find(new()).All().ToDictionary(def => def.Name!, def => (def.Guid, def.Version));
    }

    private static string Model(string name, string version, string superType, string? attribute = null) =>
        $$"""{"entityDefs":[{"name":"{{name}}","typeVersion":"{{version}}","superTypes":["{{superType}}"],"attributeDefs":[{{(attribute is null ? "" : $$"""{"name":"{{attribute}}","typeName":"string","isOptional":true}""")}}]}]}""";

    private static Task LoadAsync(TypesFixture fixture) => fixture.NextTermAsync(new CatalogOptions { ModelsFolder = fixture.ModelsFolder });
}
