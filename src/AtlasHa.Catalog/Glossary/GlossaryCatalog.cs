using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Glossary;

/// <summary>The operations on glossaries in one term of office; those on their terms and categories are in <see cref="Terms"/> and <see cref="Categories"/>.</summary>
public sealed class GlossaryCatalog
{
    private static readonly string[] Patchable =
        [GlossaryTypes.Name, GlossaryTypes.ShortDescription, GlossaryTypes.LongDescription, GlossaryTypes.Language, GlossaryTypes.Usage];

    private readonly GlossaryAccess _access;

    internal GlossaryCatalog(CatalogAccess access)
    {
        _access = new GlossaryAccess(access);
        Terms = new TermCatalog(_access);
        Categories = new CategoryCatalog(_access);
    }

    public TermCatalog Terms { get; }

    public CategoryCatalog Categories { get; }

    /// <summary>A page of all glossaries, in the order of their qualified names.</summary>
    public Task<IReadOnlyList<AtlasGlossary>> GetAllAsync(PageOptions page, CancellationToken cancellationToken) =>
        _access.ReadAsync<IReadOnlyList<AtlasGlossary>>(
            async (reader, view, graph) =>
            {
                IReadOnlyList<EntityRow> rows = await reader.ReadEntitiesOfTypeAsync(GlossaryTypes.Glossary, cancellationToken).ConfigureAwait(false);
                List<StoredEntity> shown = rows.Select(StoredEntity.FromRow)
                    .Page(page, glossary => glossary.Document.Attributes[GlossaryTypes.QualifiedName] as string);
                shown.ForEach(graph.Put);
                await LoadPartsAsync(shown, view, graph, cancellationToken).ConfigureAwait(false);
                return [.. shown.Select(view.Glossary)];
            },
            cancellationToken);

    /// <summary>Terms and categories of all glossaries.</summary>
    public Task<GlossarySearchResult> SearchAsync(GlossarySearchParameters parameters, CancellationToken cancellationToken) =>
        _access.SearchAsync(search => search.SearchAsync(parameters, cancellationToken), cancellationToken);

    internal Task<List<GlossaryRecord>> FindAsync(GlossarySelection selection, CancellationToken cancellationToken) =>
        _access.SearchAsync(search => search.FindAsync(selection, cancellationToken), cancellationToken);

    /// <exception cref="AtlasException">404-00-005 no such entity; 400-00-00F it is no glossary.</exception>
    public Task<AtlasGlossary> GetAsync(string guid, CancellationToken cancellationToken) =>
        _access.ReadAsync(
            guid, GlossaryTypes.Glossary,
            async (glossary, view, graph) =>
            {
                await LoadPartsAsync([glossary], view, graph, cancellationToken).ConfigureAwait(false);
                return view.Glossary(glossary);
            },
            cancellationToken);

    /// <summary>With all terms and categories in full.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<AtlasGlossaryExtInfo> GetDetailedAsync(string guid, CancellationToken cancellationToken) =>
        _access.ReadAsync(
            guid, GlossaryTypes.Glossary,
            async (glossary, view, graph) =>
            {
                List<StoredEntity> terms = await view.LinkedAsync(guid, GlossaryTypes.Terms, cancellationToken).ConfigureAwait(false);
                List<StoredEntity> categories = await view.LinkedAsync(guid, GlossaryTypes.Categories, cancellationToken).ConfigureAwait(false);
                return new AtlasGlossaryExtInfo(view.Glossary(glossary))
                {
                    TermInfo = terms.Count == 0 ? null : terms.ToDictionary(term => term.Guid, view.Term),
                    CategoryInfo = categories.Count == 0 ? null : categories.ToDictionary(category => category.Guid, view.Category),
                };
            },
            cancellationToken);

    /// <exception cref="AtlasException">
    /// 400-00-029 nothing given; 400-00-079 neither name nor qualified name; 400-00-083 invalid name; 409-00-007 there is one already.
    /// </exception>
    public Task<AtlasGlossary> CreateAsync(AtlasGlossary? given, CallContext context, CancellationToken cancellationToken) =>
        _access.WriteObjectAsync(
            RequestKey.Of(context, "glossary.create", given),
            async (mutation, cancel) => (await CreateAsync(new GlossaryObjects(mutation), given, cancel).ConfigureAwait(false)).Guid,
            (view, glossary) => view.Glossary(glossary), context, cancellationToken);

    /// <summary>Replaces all attributes but the qualified name.</summary>
    /// <exception cref="AtlasException">400-00-029 no name; 400-00-083 invalid name; 404-00-005, 400-00-00F as above.</exception>
    public Task<AtlasGlossary> UpdateAsync(string guid, AtlasGlossary? given, CallContext context, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(given?.Name))
            throw new AtlasException(AtlasErrorCode.BadRequest, "the glossary has no name");
        GlossaryNames.Check(given.Name);
        return WriteAsync(RequestKey.Of(context, "glossary.update", guid, given), guid, Attributes(given), context, cancellationToken);
    }

    /// <exception cref="AtlasException">As <see cref="PartialUpdate.Checked"/>; 404-00-005, 400-00-00F as above.</exception>
    public Task<AtlasGlossary> PatchAsync(
        string guid, IReadOnlyDictionary<string, string?>? changes, CallContext context, CancellationToken cancellationToken) =>
        WriteAsync(
            RequestKey.Of(context, "glossary.patch", guid, changes), guid, PartialUpdate.Checked(changes, Patchable), context, cancellationToken);

    /// <summary>Removes the glossary with its terms and categories, or nothing.</summary>
    /// <exception cref="AtlasException">404-00-005, 400-00-00F as above; 400-00-084 a term is assigned to entities.</exception>
    public Task<WriteReceipt> DeleteAsync(string guid, CallContext context, CancellationToken cancellationToken) =>
        _access.DeleteAsync("glossary.delete", guid, GlossaryTypes.Glossary, context, cancellationToken);

    internal static async ValueTask<StoredEntity> CreateAsync(
        GlossaryObjects objects, AtlasGlossary? given, CancellationToken cancellationToken)
    {
        if (given is null)
            throw new AtlasException(AtlasErrorCode.BadRequest, "no glossary in the request");
        if (string.IsNullOrEmpty(given.QualifiedName) && string.IsNullOrEmpty(given.Name))
            throw new AtlasException(AtlasErrorCode.GlossaryQualifiedNameCantBeDerived, "the glossary has no name");
        if (string.IsNullOrEmpty(given.QualifiedName))
            GlossaryNames.Check(given.Name!);

        string qualifiedName = string.IsNullOrEmpty(given.QualifiedName) ? given.Name! : given.QualifiedName;
        if (await objects.FindAsync(GlossaryTypes.Glossary, qualifiedName, cancellationToken).ConfigureAwait(false) is not null)
            throw new AtlasException(AtlasErrorCode.GlossaryAlreadyExists, qualifiedName);
        Dictionary<string, object?> attributes = Attributes(given);
        attributes[GlossaryTypes.QualifiedName] = qualifiedName;
        return objects.Create(GlossaryTypes.Glossary, attributes);
    }

    private static Dictionary<string, object?> Attributes(AtlasGlossary given) => new()
    {
        [GlossaryTypes.Name] = given.Name,
        [GlossaryTypes.ShortDescription] = given.ShortDescription,
        [GlossaryTypes.LongDescription] = given.LongDescription,
        [GlossaryTypes.Language] = given.Language,
        [GlossaryTypes.Usage] = given.Usage,
        [GlossaryTypes.AdditionalAttributes] = given.AdditionalAttributes,
    };

    // Headers of categories name their parents.
    private static async ValueTask LoadPartsAsync(
        IReadOnlyCollection<StoredEntity> glossaries, GlossaryView view, EntityGraph graph, CancellationToken cancellationToken)
    {
        await graph.LoadRelationshipsAsync(glossaries.Select(glossary => glossary.Guid), cancellationToken).ConfigureAwait(false);
        await graph.Classifications.LoadAsync(glossaries.Select(glossary => glossary.Guid), cancellationToken).ConfigureAwait(false);
        IEnumerable<string> categories = glossaries
            .SelectMany(glossary => view.CategoryHeaders(glossary.Guid, GlossaryTypes.Categories)).Select(category => category.CategoryGuid!);
        await graph.LoadRelationshipsAsync([.. categories], cancellationToken).ConfigureAwait(false);
    }

    private Task<AtlasGlossary> WriteAsync(
        RequestKey? key, string guid, Dictionary<string, object?> attributes, CallContext context, CancellationToken cancellationToken) =>
        _access.WriteObjectAsync(
            key,
            async (mutation, cancel) =>
            {
                var objects = new GlossaryObjects(mutation);
                StoredEntity glossary = await objects.GetAsync(guid, GlossaryTypes.Glossary, cancel).ConfigureAwait(false);
                await LoadPartsAsync([glossary], objects.View, mutation.Graph, cancel).ConfigureAwait(false);
                objects.Write(guid, attributes);
                return guid;
            },
            (view, glossary) => view.Glossary(glossary), context, cancellationToken);
}
