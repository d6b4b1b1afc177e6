using AtlasHa.Catalog.Glossary;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Glossaries;

/// <summary>A catalogue, and glossary requests written as clients write them.</summary>
internal sealed class GlossaryShop(EntityFixture shop) : IAsyncDisposable
{
    public EntityFixture Shop => shop;

    public GlossaryCatalog Glossaries => shop.Catalog.Glossaries;

    public TermCatalog Terms => Glossaries.Terms;

    public CategoryCatalog Categories => Glossaries.Categories;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static CallContext Caller => EntityFixture.Caller;

    public static async Task<GlossaryShop> OpenAsync(IStores stores) => new(await EntityFixture.OpenAsync(stores));

    public Task<AtlasGlossary> CreateGlossaryAsync(string json) => Glossaries.CreateAsync(AtlasJson.Parse<AtlasGlossary>(json), Caller, Cancel);

    /// <summary>The guid of a new glossary.</summary>
    public async Task<string> GlossaryAsync(string name = "g") => (await CreateGlossaryAsync($$"""{ "name": "{{name}}" }""")).Guid!;

    public async Task<AtlasGlossaryTerm> CreateTermAsync(string json) =>
        (await Terms.CreateAsync([AtlasJson.Parse<AtlasGlossaryTerm>(json)], Caller, Cancel)).Items.Single();

    /// <summary>The guid of a new term.</summary>
    public async Task<string> TermAsync(string glossary, string name, string more = "") =>
        (await CreateTermAsync($$"""{ "guid": "-3", "name": "{{name}}", "anchor": { "glossaryGuid": "{{glossary}}" } {{more}} }""")).Guid!;

    public Task<AtlasGlossaryTerm> UpdateTermAsync(string guid, string json) =>
        Terms.UpdateAsync(guid, AtlasJson.Parse<AtlasGlossaryTerm>(json), Caller, Cancel);

    public Task<AtlasGlossaryTerm> GetTermAsync(string guid) => Terms.GetAsync(guid, Cancel);

    public async Task<AtlasGlossaryCategory> CreateCategoryAsync(string json) =>
        (await Categories.CreateAsync([AtlasJson.Parse<AtlasGlossaryCategory>(json)], Caller, Cancel)).Items.Single();

    /// <summary>The guid of a new category.</summary>
    public async Task<string> CategoryAsync(string glossary, string name, string? parent = null)
    {
        var more = parent is null ? "" : $$""", "parentCategory": { "categoryGuid": "{{parent}}" } """;
        return (await CreateCategoryAsync($$"""{ "name": "{{name}}", "anchor": { "glossaryGuid": "{{glossary}}" } {{more}} }""")).Guid!;
    }

    public Task<AtlasGlossaryCategory> UpdateCategoryAsync(string guid, string json) =>
        Categories.UpdateAsync(guid, AtlasJson.Parse<AtlasGlossaryCategory>(json), Caller, Cancel);

    public async Task<string?> CategoryNameAsync(string guid) => (await Categories.GetAsync(guid, Cancel)).QualifiedName;

    public ValueTask DisposeAsync() => shop.DisposeAsync();
}
