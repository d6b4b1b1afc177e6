using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Requests;

namespace AtlasHa.Catalog.Glossary;

/// <summary>The operations on glossary categories in one term of office.</summary>
public sealed class CategoryCatalog
{
    private static readonly string[] Patchable = [GlossaryTypes.Name, GlossaryTypes.ShortDescription, GlossaryTypes.LongDescription];

    private readonly GlossaryAccess _access;

    internal CategoryCatalog(GlossaryAccess access) => _access = access;

    /// <exception cref="AtlasException">404-00-005 no such entity; 400-00-00F it is no category.</exception>
    public Task<AtlasGlossaryCategory> GetAsync(string guid, CancellationToken cancellationToken) =>
        _access.ReadAsync(
            guid, GlossaryTypes.Category,
            async (category, view, _) =>
            {
                await view.LinkedAsync(guid, GlossaryTypes.ParentCategory, cancellationToken).ConfigureAwait(false);
                return view.Category(category);
            },
            cancellationToken);

    /// <summary>A page of the categories of a glossary, by name.</summary>
    /// <exception cref="AtlasException">404-00-005 no such entity; 400-00-00F it is no glossary.</exception>
    public Task<IReadOnlyList<AtlasGlossaryCategory>> GetOfGlossaryAsync(string glossaryGuid, PageOptions page, CancellationToken cancellationToken) =>
        _access.ReadLinkedAsync(
            glossaryGuid, GlossaryTypes.Glossary, GlossaryTypes.Categories, page, (view, category) => view.Category(category),
            category => category.Name, cancellationToken);

    /// <inheritdoc cref="GetOfGlossaryAsync"/>
    public Task<IReadOnlyList<AtlasRelatedCategoryHeader>> GetHeadersAsync(string glossaryGuid, PageOptions page, CancellationToken cancellationToken) =>
        _access.ReadAsync<IReadOnlyList<AtlasRelatedCategoryHeader>>(
            glossaryGuid, GlossaryTypes.Glossary,
            async (_, view, _) =>
            {
                await view.LinkedAsync(glossaryGuid, GlossaryTypes.Categories, cancellationToken).ConfigureAwait(false);
                return view.CategoryHeaders(glossaryGuid, GlossaryTypes.Categories).Page(page, category => category.DisplayText);
            },
            cancellationToken);

    /// <summary>The parent and a page of the children, under <c>parent</c> and <c>children</c>; what there is none of is absent.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<IReadOnlyDictionary<string, List<AtlasRelatedCategoryHeader>>> GetRelatedAsync(
        string guid, PageOptions page, CancellationToken cancellationToken) =>
        _access.ReadAsync<IReadOnlyDictionary<string, List<AtlasRelatedCategoryHeader>>>(
            guid, GlossaryTypes.Category,
            (_, view, _) =>
            {
                var related = new Dictionary<string, List<AtlasRelatedCategoryHeader>>();
                if (view.CategoryHeaders(guid, GlossaryTypes.ParentCategory) is { Count: > 0 } parents)
                    related["parent"] = parents;
                if (view.CategoryHeaders(guid, GlossaryTypes.ChildrenCategories) is { Count: > 0 } children)
                    related["children"] = children.Page(page, child => child.DisplayText);
                return new(related);
            },
            cancellationToken);

    /// <summary>Creates all of the categories or none.</summary>
    /// <exception cref="AtlasException">
    /// 400-00-01A nothing given; 400-00-072 no glossary named; 400-00-07B no name; 400-00-083 invalid name; 400-00-079 no such glossary;
    /// 409-00-00A there is one already; 400-00-07F parent or child of another glossary; 400-00-076 a term without guid; 404-00-005, 400-00-00F no
    /// such parent, child or term.
    /// </exception>
    public Task<WrittenList<AtlasGlossaryCategory>> CreateAsync(
        IReadOnlyList<AtlasGlossaryCategory?>? given, CallContext context, CancellationToken cancellationToken)
    {
        if (given is not { Count: > 0 })
            throw new AtlasException(AtlasErrorCode.InvalidParameters, "no categories to create");

        return _access.WriteObjectsAsync(
            RequestKey.Of(context, "category.create", given),
            async (mutation, cancel) =>
            {
                var writer = new CategoryWriter(mutation);
                var created = new List<string>();
                foreach (AtlasGlossaryCategory? category in given)
                    created.Add(await writer.CreateAsync(category, cancel).ConfigureAwait(false));
                return created;
            },
            (view, categories) => new WrittenList<AtlasGlossaryCategory>([.. categories.Select(view.Category)]), context, cancellationToken);
    }

    /// <summary>Replaces the category's attributes, its place in the hierarchy, its children and its terms.</summary>
    /// <exception cref="AtlasException">
    /// 400-00-01A nothing given; 400-00-07B no name; 400-00-029 it would be above itself; 400-00-077 an anchor without glossary; otherwise as on creation.
    /// </exception>
    public Task<AtlasGlossaryCategory> UpdateAsync(
        string guid, AtlasGlossaryCategory? given, CallContext context, CancellationToken cancellationToken)
    {
        if (given is null)
            throw new AtlasException(AtlasErrorCode.InvalidParameters, "no category in the request");
        if (string.IsNullOrEmpty(given.Name))
            throw new AtlasException(AtlasErrorCode.GlossaryCategoryQualifiedNameCantBeDerived);
        GlossaryNames.Check(given.Name);
        return WriteAsync(
            RequestKey.Of(context, "category.update", guid, given),
            async (mutation, cancel) => await new CategoryWriter(mutation).UpdateAsync(guid, given, cancel).ConfigureAwait(false), context,
            cancellationToken);
    }

    /// <exception cref="AtlasException">As <see cref="PartialUpdate.Checked"/>; 404-00-005, 400-00-00F as above.</exception>
    public Task<AtlasGlossaryCategory> PatchAsync(
        string guid, IReadOnlyDictionary<string, string?>? changes, CallContext context, CancellationToken cancellationToken)
    {
        Dictionary<string, object?> attributes = PartialUpdate.Checked(changes, Patchable);
        return WriteAsync(
            RequestKey.Of(context, "category.patch", guid, changes),
            async (mutation, cancel) =>
            {
                var objects = new GlossaryObjects(mutation);
                await objects.GetAsync(guid, GlossaryTypes.Category, cancel).ConfigureAwait(false);
                objects.Write(guid, attributes);
                return guid;
            },
            context, cancellationToken);
    }

    /// <summary>Removes the category. Its children keep their names and have no parent then; its terms stay.</summary>
    /// <exception cref="AtlasException">404-00-005, 400-00-00F as above.</exception>
    public Task<WriteReceipt> DeleteAsync(string guid, CallContext context, CancellationToken cancellationToken) =>
        _access.DeleteAsync("category.delete", guid, GlossaryTypes.Category, context, cancellationToken);

    private Task<AtlasGlossaryCategory> WriteAsync(
        RequestKey? key, Func<Mutation, CancellationToken, ValueTask<string>> work, CallContext context, CancellationToken cancellationToken) =>
        _access.WriteObjectAsync(key, work, (view, category) => view.Category(category), context, cancellationToken);
}
