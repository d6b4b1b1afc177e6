using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Glossary;

namespace AtlasHa.Catalog.Glossary;

/// <summary>Creates and updates categories within one mutation, and keeps the qualified names of their hierarchy.</summary>
internal sealed class CategoryWriter(Mutation mutation)
{
    private readonly GlossaryObjects _objects = new(mutation);

    /// <inheritdoc cref="CategoryCatalog.CreateAsync"/>
    public async ValueTask<string> CreateAsync(AtlasGlossaryCategory? given, CancellationToken cancellationToken)
    {
        if (given?.Anchor is not { } anchor)
            throw new AtlasException(AtlasErrorCode.MissingMandatoryAnchor);
        if (string.IsNullOrEmpty(given.Name))
            throw new AtlasException(AtlasErrorCode.GlossaryCategoryQualifiedNameCantBeDerived);
        GlossaryNames.Check(given.Name);
        string glossary = await Anchors.FindAsync(_objects, anchor, cancellationToken).ConfigureAwait(false);
        string? parent = await ParentAsync(given, cancellationToken).ConfigureAwait(false);
        if (parent is not null && Glossary(parent) != glossary)
            throw new AtlasException(AtlasErrorCode.InvalidChildCategoryDifferentGlossary, parent, given.Name);
        string qualifiedName = QualifiedName(given.Name, glossary, parent);
        if (await _objects.FindAsync(GlossaryTypes.Category, qualifiedName, cancellationToken).ConfigureAwait(false) is not null)
            throw new AtlasException(AtlasErrorCode.GlossaryCategoryAlreadyExists, qualifiedName);

        Dictionary<string, object?> attributes = Attributes(given);
        attributes[GlossaryTypes.QualifiedName] = qualifiedName;
        string guid = _objects.Create(GlossaryTypes.Category, attributes).Guid;
        _objects.Link(guid, GlossaryTypes.Anchor, glossary);
        if (parent is not null)
            _objects.Link(guid, GlossaryTypes.ParentCategory, parent);
        await SetChildrenAsync(guid, given, cancellationToken).ConfigureAwait(false);
        await SetTermsAsync(guid, given, cancellationToken).ConfigureAwait(false);
        return guid;
    }

    /// <inheritdoc cref="CategoryCatalog.UpdateAsync"/>
    public async ValueTask<string> UpdateAsync(string guid, AtlasGlossaryCategory given, CancellationToken cancellationToken)
    {
        await _objects.GetAsync(guid, GlossaryTypes.Category, cancellationToken).ConfigureAwait(false);
        _objects.Write(guid, Attributes(given));
        await PlaceAsync(guid, given, cancellationToken).ConfigureAwait(false);
        await SetChildrenAsync(guid, given, cancellationToken).ConfigureAwait(false);
        await SetTermsAsync(guid, given, cancellationToken).ConfigureAwait(false);
        return guid;
    }

    // A category whose parent is in another glossary goes there; without a parent it goes where its anchor says.
    private async ValueTask PlaceAsync(string guid, AtlasGlossaryCategory given, CancellationToken cancellationToken)
    {
        string before = Glossary(guid);
        string? parent = await ParentAsync(given, cancellationToken).ConfigureAwait(false);
        string? formerParent = _objects.Links.Single(guid, GlossaryTypes.ParentCategory)?.Guid;
        if (given.Anchor is { GlossaryGuid: null or "" })
            throw new AtlasException(AtlasErrorCode.InvalidNewAnchorGuid);

        string glossary = parent is not null ? Glossary(parent)
            : given.Anchor is { } anchor ? await Anchors.FindAsync(_objects, anchor, cancellationToken).ConfigureAwait(false)
            : before;
        if (glossary == before && parent == formerParent)
            return;

        await CheckNoCircleAsync(guid, parent, cancellationToken).ConfigureAwait(false);
        if (parent != formerParent)
        {
            _objects.Unlink(guid, GlossaryTypes.ParentCategory);
            if (parent is not null)
                _objects.Link(guid, GlossaryTypes.ParentCategory, parent);
        }

        await MoveAsync(guid, glossary, QualifiedName(_objects.Text(guid, GlossaryTypes.Name), glossary, parent), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask SetChildrenAsync(string guid, AtlasGlossaryCategory given, CancellationToken cancellationToken)
    {
        string glossary = Glossary(guid);
        HashSet<string> wanted = [.. (given.ChildrenCategories ?? []).Select(child => child.CategoryGuid ?? "")];
        foreach (var link in _objects.Links.Of(guid, GlossaryTypes.ChildrenCategories).ToList())
        {
            string child = link.OtherEnd(guid);
            if (wanted.Remove(child))
                continue;
            mutation.Changes.Remove(link);
            string letGo = GlossaryNames.LetGo(_objects.Text(child, GlossaryTypes.Name), _objects.Text(glossary, GlossaryTypes.QualifiedName));
            await MoveAsync(child, glossary, letGo, cancellationToken).ConfigureAwait(false);
        }

        foreach (string child in wanted)
        {
            await _objects.GetAsync(child, GlossaryTypes.Category, cancellationToken).ConfigureAwait(false);
            if (Glossary(child) != glossary)
                throw new AtlasException(AtlasErrorCode.InvalidChildCategoryDifferentGlossary, child, guid);
            await CheckNoCircleAsync(child, guid, cancellationToken).ConfigureAwait(false);
            _objects.Unlink(child, GlossaryTypes.ParentCategory);
            _objects.Link(child, GlossaryTypes.ParentCategory, guid);
            await MoveAsync(child, glossary, QualifiedName(_objects.Text(child, GlossaryTypes.Name), glossary, guid), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask SetTermsAsync(string guid, AtlasGlossaryCategory given, CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<string, Dictionary<string, object?>>();
        foreach (AtlasRelatedTermHeader header in given.Terms ?? [])
        {
            if (string.IsNullOrEmpty(header.TermGuid))
                throw new AtlasException(AtlasErrorCode.MissingTermIdForCategorization, guid);
            wanted[header.TermGuid] = new() { ["description"] = header.Description, ["status"] = header.Status };
        }

        await _objects.SetLinksAsync(guid, GlossaryTypes.Terms, GlossaryTypes.Term, wanted, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives a category its place's qualified name and glossary, and its descendants theirs.</summary>
    private async ValueTask MoveAsync(string guid, string glossary, string qualifiedName, CancellationToken cancellationToken)
    {
        var pending = new Queue<(string Guid, string QualifiedName)>([(guid, qualifiedName)]);
        while (pending.TryDequeue(out var item))
        {
            await mutation.Graph.LoadRelationshipsAsync([item.Guid], cancellationToken).ConfigureAwait(false);
            if (Glossary(item.Guid) != glossary)
            {
                _objects.Unlink(item.Guid, GlossaryTypes.Anchor);
                _objects.Link(item.Guid, GlossaryTypes.Anchor, glossary);
            }

            _objects.Write(item.Guid, new() { [GlossaryTypes.QualifiedName] = item.QualifiedName });
            foreach (var link in _objects.Links.Of(item.Guid, GlossaryTypes.ChildrenCategories))
            {
                string child = link.OtherEnd(item.Guid);
                pending.Enqueue((child, GlossaryNames.InCategory(_objects.Text(child, GlossaryTypes.Name), item.QualifiedName)));
            }
        }
    }

    /// <exception cref="AtlasException">400-00-029: the category would be above itself.</exception>
    private async ValueTask CheckNoCircleAsync(string guid, string? parent, CancellationToken cancellationToken)
    {
        for (string? above = parent; above is not null; above = _objects.Links.Single(above, GlossaryTypes.ParentCategory)?.Guid)
        {
            if (above == guid)
                throw new AtlasException(AtlasErrorCode.BadRequest, $"category {guid} would be above itself");
            await mutation.Graph.LoadRelationshipsAsync([above], cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<string?> ParentAsync(AtlasGlossaryCategory given, CancellationToken cancellationToken) =>
        given.ParentCategory is { } parent
            ? (await _objects.GetAsync(parent.CategoryGuid, GlossaryTypes.Category, cancellationToken).ConfigureAwait(false)).Guid
            : null;

    private string Glossary(string category) => _objects.Links.Single(category, GlossaryTypes.Anchor)?.Guid
        ?? throw new AtlasException(AtlasErrorCode.MissingMandatoryAnchor);

    private string QualifiedName(string name, string glossary, string? parent) => parent is null
        ? GlossaryNames.InGlossary(name, _objects.Text(glossary, GlossaryTypes.QualifiedName))
        : GlossaryNames.InCategory(name, _objects.Text(parent, GlossaryTypes.QualifiedName));

    private static Dictionary<string, object?> Attributes(AtlasGlossaryCategory given) => new()
    {
        [GlossaryTypes.Name] = given.Name,
        [GlossaryTypes.ShortDescription] = given.ShortDescription,
        [GlossaryTypes.LongDescription] = given.LongDescription,
        [GlossaryTypes.AdditionalAttributes] = given.AdditionalAttributes,
    };
}
