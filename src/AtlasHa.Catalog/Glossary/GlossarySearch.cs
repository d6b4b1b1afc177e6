using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Glossary;

/// <summary>Finds terms and categories of all glossaries on one snapshot. It reads all of them: glossaries are made by hand.</summary>
internal sealed class GlossarySearch(ICatalogReader reader, GlossaryView view, EntityGraph graph, TypeRegistry types)
{
    // Without those to the entities that terms are assigned to, which nobody asks for here and of which there may be many.
    private static readonly string[] TermLinks = [GlossaryTypes.Anchor, GlossaryTypes.Categories, .. TermRelation.All.Select(relation => relation.Name)];
    private static readonly string[] CategoryLinks = [GlossaryTypes.Anchor, GlossaryTypes.ParentCategory];

    public async ValueTask<GlossarySearchResult> SearchAsync(GlossarySearchParameters parameters, CancellationToken cancellationToken)
    {
        var found = await FindAsync(GlossarySelection.Of(parameters), cancellationToken).ConfigureAwait(false);
        var rest = found.Skip(Math.Max(0, parameters.Offset));
        GlossaryDetail[] glossaries =
        [
            .. (parameters.Limit <= 0 ? rest : rest.Take(parameters.Limit)).GroupBy(record => record.Glossary.Guid).Select(Detail),
        ];
        return new GlossarySearchResult { Glossary = glossaries.Length == 0 ? null : [.. glossaries], ApproximateCount = found.Count };
    }

    public async ValueTask<List<GlossaryRecord>> FindAsync(GlossarySelection selection, CancellationToken cancellationToken)
    {
        var glossaries = (await ReadAsync(GlossaryTypes.Glossary, [], cancellationToken).ConfigureAwait(false)).ToDictionary(entity => entity.Guid, view.Glossary);
        List<GlossaryRecord> records = [];
        if (selection.Wants(GlossaryRecordType.Term))
        {
            foreach (var entity in await ReadAsync(GlossaryTypes.Term, TermLinks, cancellationToken).ConfigureAwait(false))
            {
                var term = view.Term(entity);
                if (glossaries.GetValueOrDefault(term.Anchor?.GlossaryGuid ?? "") is { } glossary)
                    records.Add(new GlossaryRecord(glossary, term, Category: null));
            }
        }
        if (selection.Wants(GlossaryRecordType.Category))
        {
            foreach (var entity in await ReadAsync(GlossaryTypes.Category, CategoryLinks, cancellationToken).ConfigureAwait(false))
            {
                var category = view.Category(entity);
                if (glossaries.GetValueOrDefault(category.Anchor?.GlossaryGuid ?? "") is { } glossary)
                    records.Add(new GlossaryRecord(glossary, Term: null, category));
            }
        }
        return selection.Apply(records);
    }

    private async ValueTask<List<StoredEntity>> ReadAsync(string typeName, string[] links, CancellationToken cancellationToken)
    {
        List<StoredEntity> found = [.. (await reader.ReadEntitiesOfTypeAsync(typeName, cancellationToken).ConfigureAwait(false)).Select(StoredEntity.FromRow)];
        found.ForEach(graph.Put);
        string[] guids = [.. found.Select(entity => entity.Guid)];
        var attributes = types.GetEntityType(typeName).RelationshipAttributes;
        string[] relationships = [.. links.SelectMany(link => attributes[link]).Select(attribute => attribute.RelationshipType.Name).Distinct()];
        if (relationships.Length > 0)
            await graph.LoadRelationshipsAsync(guids, relationships, cancellationToken).ConfigureAwait(false);
        await graph.Classifications.LoadAsync(guids, cancellationToken).ConfigureAwait(false);
        return found;
    }

    private static GlossaryDetail Detail(IGrouping<string?, GlossaryRecord> records)
    {
        var glossary = records.First().Glossary;
        return new GlossaryDetail
        {
            Name = glossary.Name,
            Guid = glossary.Guid,
            ShortDescription = glossary.ShortDescription,
            LongDescription = glossary.LongDescription,
            Status = GlossaryRecord.StatusOf(glossary.AdditionalAttributes),
            Terms = Details(GlossaryRecordType.Term),
            Categories = Details(GlossaryRecordType.Category),
        };

        List<GlossaryRecordDetail>? Details(GlossaryRecordType type) =>
            records.Where(record => record.Type == type).Select(record => record.ToDetail()).ToList().NullIfEmpty();
    }
}
