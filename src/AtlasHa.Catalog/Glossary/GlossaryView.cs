using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Glossary;

/// <summary>Makes the wire form of glossary objects whose relationships and classifications are loaded. What is empty is left out.</summary>
internal sealed class GlossaryView(GlossaryLinks links)
{
    public AtlasGlossary Glossary(StoredEntity entity) => new()
    {
        Guid = entity.Guid,
        QualifiedName = Text(entity, GlossaryTypes.QualifiedName),
        Name = Text(entity, GlossaryTypes.Name),
        ShortDescription = Text(entity, GlossaryTypes.ShortDescription),
        LongDescription = Text(entity, GlossaryTypes.LongDescription),
        Language = Text(entity, GlossaryTypes.Language),
        Usage = Text(entity, GlossaryTypes.Usage),
        AdditionalAttributes = Map(entity),
        Terms = TermHeaders(entity.Guid, GlossaryTypes.Terms).NullIfEmpty(),
        Categories = CategoryHeaders(entity.Guid, GlossaryTypes.Categories).NullIfEmpty(),
        Classifications = links.Graph.Classifications.Shown(entity.Guid).NullIfEmpty(),
    };

    public AtlasGlossaryTerm Term(StoredEntity entity)
    {
        Dictionary<string, List<AtlasRelatedTermHeader>> related = Related(entity.Guid);
        return new AtlasGlossaryTerm
        {
            Guid = entity.Guid,
            QualifiedName = Text(entity, GlossaryTypes.QualifiedName),
            Name = Text(entity, GlossaryTypes.Name),
            ShortDescription = Text(entity, GlossaryTypes.ShortDescription),
            LongDescription = Text(entity, GlossaryTypes.LongDescription),
            Examples = (entity.Document.Attributes.GetValueOrDefault(GlossaryTypes.Examples) as IReadOnlyList<object?>)?
                .OfType<string>().ToList().NullIfEmpty(),
            Abbreviation = Text(entity, GlossaryTypes.Abbreviation),
            Usage = Text(entity, GlossaryTypes.Usage),
            AdditionalAttributes = Map(entity),
            Anchor = Anchor(entity.Guid),
            AssignedEntities = AssignedEntities(entity.Guid).NullIfEmpty(),
            Categories = Categorizations(entity.Guid).NullIfEmpty(),
            Classifications = links.Graph.Classifications.Shown(entity.Guid).NullIfEmpty(),
            SeeAlso = related.GetValueOrDefault("seeAlso"),
            Synonyms = related.GetValueOrDefault("synonyms"),
            Antonyms = related.GetValueOrDefault("antonyms"),
            PreferredTerms = related.GetValueOrDefault("preferredTerms"),
            PreferredToTerms = related.GetValueOrDefault("preferredToTerms"),
            ReplacementTerms = related.GetValueOrDefault("replacementTerms"),
            ReplacedBy = related.GetValueOrDefault("replacedBy"),
            TranslationTerms = related.GetValueOrDefault("translationTerms"),
            TranslatedTerms = related.GetValueOrDefault("translatedTerms"),
            IsA = related.GetValueOrDefault("isA"),
            Classifies = related.GetValueOrDefault("classifies"),
            ValidValues = related.GetValueOrDefault("validValues"),
            ValidValuesFor = related.GetValueOrDefault("validValuesFor"),
        };
    }

    public AtlasGlossaryCategory Category(StoredEntity entity) => new()
    {
        Guid = entity.Guid,
        QualifiedName = Text(entity, GlossaryTypes.QualifiedName),
        Name = Text(entity, GlossaryTypes.Name),
        ShortDescription = Text(entity, GlossaryTypes.ShortDescription),
        LongDescription = Text(entity, GlossaryTypes.LongDescription),
        AdditionalAttributes = Map(entity),
        Anchor = Anchor(entity.Guid),
        ParentCategory = CategoryHeaders(entity.Guid, GlossaryTypes.ParentCategory).FirstOrDefault(),
        ChildrenCategories = CategoryHeaders(entity.Guid, GlossaryTypes.ChildrenCategories).NullIfEmpty(),
        Terms = TermHeaders(entity.Guid, GlossaryTypes.Terms).NullIfEmpty(),
        Classifications = links.Graph.Classifications.Shown(entity.Guid).NullIfEmpty(),
    };

    /// <summary>The objects that an object links to, their relationships and classifications loaded.</summary>
    public async ValueTask<List<StoredEntity>> LinkedAsync(string guid, string attribute, CancellationToken cancellationToken)
    {
        string[] others = [.. links.Of(guid, attribute).Select(link => link.OtherEnd(guid)).Distinct()];
        await links.Graph.LoadRelationshipsAsync(others, cancellationToken).ConfigureAwait(false);
        await links.Graph.Classifications.LoadAsync(others, cancellationToken).ConfigureAwait(false);
        return [.. others.Select(links.Graph.Get)];
    }

    /// <summary>Related terms by the relation's name; those without any are absent.</summary>
    public Dictionary<string, List<AtlasRelatedTermHeader>> Related(string guid) => TermRelation.All
        .Select(relation => (relation.Name, Headers: TermHeaders(guid, relation.Name)))
        .Where(relation => relation.Headers.Count > 0)
        .ToDictionary(relation => relation.Name, relation => relation.Headers);

    public List<AtlasRelatedTermHeader> TermHeaders(string guid, string attribute) => [.. links.Of(guid, attribute).Select(link =>
    {
        StoredEntity term = links.Graph.Get(link.OtherEnd(guid));
        return new AtlasRelatedTermHeader
        {
            TermGuid = term.Guid,
            RelationGuid = link.Guid,
            DisplayText = Text(term, GlossaryTypes.Name),
            Description = Text(link, "description"),
            Expression = Text(link, "expression"),
            Steward = Text(link, "steward"),
            Source = Text(link, "source"),
            Status = Text(link, "status"),
            QualifiedName = Text(term, GlossaryTypes.QualifiedName),
        };
    })];

    /// <summary>Categories with their parents, where the relationships of the categories are loaded too.</summary>
    public List<AtlasRelatedCategoryHeader> CategoryHeaders(string guid, string attribute) => [.. links.Of(guid, attribute).Select(link =>
    {
        StoredEntity category = links.Graph.Get(link.OtherEnd(guid));
        return new AtlasRelatedCategoryHeader
        {
            CategoryGuid = category.Guid,
            ParentCategoryGuid = links.Single(category.Guid, GlossaryTypes.ParentCategory)?.Guid,
            RelationGuid = link.Guid,
            DisplayText = Text(category, GlossaryTypes.Name),
            Description = Text(link, "description"),
        };
    })];

    public List<AtlasRelatedObjectId> AssignedEntities(string termGuid) => [.. links.Of(termGuid, GlossaryTypes.AssignedEntities)
        .Select(link => RelatedObjects.Of(link, links.Graph.Get(link.OtherEnd(termGuid)), links.Types))];

    private List<AtlasTermCategorizationHeader> Categorizations(string guid) => [.. links.Of(guid, GlossaryTypes.Categories)
        .Select(link => new AtlasTermCategorizationHeader
        {
            CategoryGuid = link.OtherEnd(guid),
            RelationGuid = link.Guid,
            Description = Text(link, "description"),
            DisplayText = Text(links.Graph.Get(link.OtherEnd(guid)), GlossaryTypes.Name),
            Status = Text(link, "status"),
        })];

    private AtlasGlossaryHeader? Anchor(string guid) => links.Of(guid, GlossaryTypes.Anchor)
        .Select(link => new AtlasGlossaryHeader
        {
            GlossaryGuid = link.OtherEnd(guid),
            RelationGuid = link.Guid,
            DisplayText = Text(links.Graph.Get(link.OtherEnd(guid)), GlossaryTypes.Name),
        })
        .FirstOrDefault();

    private static string? Text(StoredEntity entity, string attribute) => NullIfEmpty(entity.Document.Attributes.GetValueOrDefault(attribute));

    private static string? Text(StoredRelationship link, string attribute) => NullIfEmpty(link.Document.Attributes?.GetValueOrDefault(attribute));

    private static string? NullIfEmpty(object? value) => value is string { Length: > 0 } text ? text : null;

    private static Dictionary<string, object?>? Map(StoredEntity entity) =>
        entity.Document.Attributes.GetValueOrDefault(GlossaryTypes.AdditionalAttributes) is Dictionary<string, object?> { Count: > 0 } map ? map : null;
}
