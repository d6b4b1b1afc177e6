using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Glossary;

namespace AtlasHa.Catalog.Glossary;

/// <summary>Creates and updates terms within one mutation.</summary>
internal sealed class TermWriter(GlossaryObjects objects)
{
    /// <inheritdoc cref="TermCatalog.CreateAsync"/>
    public async ValueTask<string> CreateAsync(AtlasGlossaryTerm? given, CancellationToken cancellationToken)
    {
        if (given?.Anchor is not { } anchor)
            throw new AtlasException(AtlasErrorCode.MissingMandatoryAnchor);
        if (string.IsNullOrEmpty(given.Name))
            throw new AtlasException(AtlasErrorCode.GlossaryTermQualifiedNameCantBeDerived);
        GlossaryNames.Check(given.Name);
        string glossary = await Anchors.FindAsync(objects, anchor, cancellationToken).ConfigureAwait(false);
        string qualifiedName = QualifiedName(given.Name, glossary);
        if (await objects.FindAsync(GlossaryTypes.Term, qualifiedName, cancellationToken).ConfigureAwait(false) is not null)
            throw new AtlasException(AtlasErrorCode.GlossaryTermAlreadyExists, qualifiedName);

        Dictionary<string, object?> attributes = Attributes(given);
        attributes[GlossaryTypes.QualifiedName] = qualifiedName;
        string guid = objects.Create(GlossaryTypes.Term, attributes).Guid;
        objects.Link(guid, GlossaryTypes.Anchor, glossary);
        await RelateAsync(guid, given, cancellationToken).ConfigureAwait(false);
        return guid;
    }

    /// <inheritdoc cref="TermCatalog.UpdateAsync"/>
    public async ValueTask<string> UpdateAsync(string guid, AtlasGlossaryTerm given, CancellationToken cancellationToken)
    {
        await objects.GetAsync(guid, GlossaryTypes.Term, cancellationToken).ConfigureAwait(false);
        Dictionary<string, object?> attributes = Attributes(given);
        if (given.Anchor is { } anchor)
        {
            if (string.IsNullOrEmpty(anchor.GlossaryGuid))
                throw new AtlasException(AtlasErrorCode.InvalidNewAnchorGuid);
            if (anchor.GlossaryGuid != objects.Links.Single(guid, GlossaryTypes.Anchor)?.Guid)
            {
                string glossary = await Anchors.FindAsync(objects, anchor, cancellationToken).ConfigureAwait(false);
                objects.Unlink(guid, GlossaryTypes.Anchor);
                objects.Link(guid, GlossaryTypes.Anchor, glossary);
                attributes[GlossaryTypes.QualifiedName] = QualifiedName(given.Name!, glossary);
            }
        }

        objects.Write(guid, attributes);
        await RelateAsync(guid, given, cancellationToken).ConfigureAwait(false);
        return guid;
    }

    /// <summary>Makes the term's relations and categories exactly what is given.</summary>
    /// <exception cref="AtlasException">400-00-07E related to itself; 404-00-005, 400-00-00F no such term or category; 404-00-00D bad attributes.</exception>
    public async ValueTask RelateAsync(string guid, AtlasGlossaryTerm given, CancellationToken cancellationToken)
    {
        foreach (TermRelation relation in TermRelation.All)
        {
            var wanted = new Dictionary<string, Dictionary<string, object?>>();
            foreach (AtlasRelatedTermHeader header in relation.Of(given) ?? [])
            {
                if (header.TermGuid == guid)
                    throw new AtlasException(AtlasErrorCode.InvalidTermRelationToSelf, guid);
                wanted[header.TermGuid ?? ""] = Attributes(header);
            }

            await objects.SetLinksAsync(guid, relation.Name, GlossaryTypes.Term, wanted, cancellationToken).ConfigureAwait(false);
        }

        var categories = new Dictionary<string, Dictionary<string, object?>>();
        foreach (AtlasTermCategorizationHeader header in given.Categories ?? [])
            categories[header.CategoryGuid ?? ""] = new() { ["description"] = header.Description, ["status"] = header.Status };
        await objects.SetLinksAsync(guid, GlossaryTypes.Categories, GlossaryTypes.Category, categories, cancellationToken).ConfigureAwait(false);
    }

    private static Dictionary<string, object?> Attributes(AtlasRelatedTermHeader header) => new()
    {
        ["description"] = header.Description,
        ["expression"] = header.Expression,
        ["status"] = header.Status,
        ["steward"] = header.Steward,
        ["source"] = header.Source,
    };

    private static Dictionary<string, object?> Attributes(AtlasGlossaryTerm given) => new()
    {
        [GlossaryTypes.Name] = given.Name,
        [GlossaryTypes.ShortDescription] = given.ShortDescription,
        [GlossaryTypes.LongDescription] = given.LongDescription,
        [GlossaryTypes.Examples] = given.Examples?.ToList<object?>(),
        [GlossaryTypes.Abbreviation] = given.Abbreviation,
        [GlossaryTypes.Usage] = given.Usage,
        [GlossaryTypes.AdditionalAttributes] = given.AdditionalAttributes,
    };

    private string QualifiedName(string name, string glossary) =>
        GlossaryNames.InGlossary(name, objects.Text(glossary, GlossaryTypes.QualifiedName));
}
