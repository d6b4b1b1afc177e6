using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Tests.Types;

namespace AtlasHa.Catalog.Tests;

public sealed class MetadataCatalogTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Types_and_entities_of_one_term_share_the_registry()
    {
        await using var fixture = await TypesFixture.OpenAsync();
        await fixture.Types.CreateAsync(Defs.Of(Defs.SubType("t", "DataSet")), TypesFixture.Caller, Cancel);
        var entity = new AtlasEntity
        {
            TypeName = "t",
            Guid = "-1",
            Attributes = new Dictionary<string, object?> { ["qualifiedName"] = "q", ["name"] = "n" },
        };
        await fixture.Catalog.Entities.CreateOrUpdateAsync(new AtlasEntityWithExtInfo { Entity = entity }, TypesFixture.Caller, Cancel);
        await fixture.Types.DeleteAsync("t", false, TypesFixture.Caller, Cancel).ShouldBeRefusedAsync(AtlasErrorCode.TypeHasReferences);
    }

    [Fact]
    public async Task Catalogue_of_an_ended_term_refuses_changes()
    {
        await using var fixture = await TypesFixture.OpenAsync();
        var ended = fixture.Types;
        await fixture.NextTermAsync(new CatalogOptions());
        await Should.ThrowAsync<ObjectDisposedException>(ended.CreateAsync(Defs.Of(Defs.Entity("t")), TypesFixture.Caller, Cancel));
        fixture.Types.Registry.TryGet("t", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Catalogue_does_not_open_in_an_epoch_that_is_over()
    {
        await using var fixture = await TypesFixture.OpenAsync();
        await fixture.NextTermAsync(new CatalogOptions());
        await Should.ThrowAsync<StaleEpochException>(fixture.OpenAgainAsync(epoch: 1));
    }
}
