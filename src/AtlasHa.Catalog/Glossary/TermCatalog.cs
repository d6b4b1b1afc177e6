using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Requests;

namespace AtlasHa.Catalog.Glossary;

/// <summary>The operations on glossary terms in one term of office.</summary>
public sealed class TermCatalog
{
    private static readonly string[] Patchable =
        [GlossaryTypes.Name, GlossaryTypes.ShortDescription, GlossaryTypes.LongDescription, GlossaryTypes.Abbreviation, GlossaryTypes.Usage];

    private readonly GlossaryAccess _access;

    internal TermCatalog(GlossaryAccess access) => _access = access;

    /// <exception cref="AtlasException">404-00-005 no such entity; 400-00-00F it is no term.</exception>
    public Task<AtlasGlossaryTerm> GetAsync(string guid, CancellationToken cancellationToken) =>
        _access.ReadAsync(guid, GlossaryTypes.Term, (term, view, _) => ValueTask.FromResult(view.Term(term)), cancellationToken);

    /// <summary>A page of the terms of a glossary, by name.</summary>
    /// <exception cref="AtlasException">404-00-005 no such entity; 400-00-00F it is no glossary.</exception>
    public Task<IReadOnlyList<AtlasGlossaryTerm>> GetOfGlossaryAsync(string glossaryGuid, PageOptions page, CancellationToken cancellationToken) =>
        _access.ReadLinkedAsync(
            glossaryGuid, GlossaryTypes.Glossary, GlossaryTypes.Terms, page, (view, term) => view.Term(term), term => term.Name, cancellationToken);

    /// <inheritdoc cref="GetOfGlossaryAsync"/>
    public Task<IReadOnlyList<AtlasRelatedTermHeader>> GetHeadersAsync(string glossaryGuid, PageOptions page, CancellationToken cancellationToken) =>
        HeadersAsync(glossaryGuid, GlossaryTypes.Glossary, page, cancellationToken);

    /// <summary>A page of the terms in a category, by name.</summary>
    /// <exception cref="AtlasException">404-00-005 no such entity; 400-00-00F it is no category.</exception>
    public Task<IReadOnlyList<AtlasRelatedTermHeader>> GetOfCategoryAsync(string categoryGuid, PageOptions page, CancellationToken cancellationToken) =>
        HeadersAsync(categoryGuid, GlossaryTypes.Category, page, cancellationToken);

    /// <summary>Related terms by the relation's name, a page of each.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<IReadOnlyDictionary<string, List<AtlasRelatedTermHeader>>> GetRelatedAsync(
        string guid, PageOptions page, CancellationToken cancellationToken) =>
        _access.ReadAsync<IReadOnlyDictionary<string, List<AtlasRelatedTermHeader>>>(
            guid, GlossaryTypes.Term,
            (_, view, _) => new(view.Related(guid).ToDictionary(pair => pair.Key, pair => pair.Value.Page(page, header => header.DisplayText))),
            cancellationToken);

    /// <summary>A page of the entities that the term is assigned to, by name.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<IReadOnlyList<AtlasRelatedObjectId>> GetAssignedAsync(string guid, PageOptions page, CancellationToken cancellationToken) =>
        _access.ReadAsync<IReadOnlyList<AtlasRelatedObjectId>>(
            guid, GlossaryTypes.Term, (_, view, _) => new(view.AssignedEntities(guid).Page(page, entity => entity.DisplayText)), cancellationToken);

    /// <summary>Creates all of the terms or none.</summary>
    /// <exception cref="AtlasException">
    /// 400-00-01A nothing given; 400-00-072 no glossary named; 400-00-07A no name; 400-00-083 invalid name; 400-00-079 no such glossary;
    /// 409-00-009 there is one already; and what <see cref="TermWriter.RelateAsync"/> refuses.
    /// </exception>
    public Task<WrittenList<AtlasGlossaryTerm>> CreateAsync(
        IReadOnlyList<AtlasGlossaryTerm?>? given, CallContext context, CancellationToken cancellationToken)
    {
        if (given is not { Count: > 0 })
            throw new AtlasException(AtlasErrorCode.InvalidParameters, "no terms to create");

        return _access.WriteObjectsAsync(
            RequestKey.Of(context, "term.create", given),
            async (mutation, cancel) =>
            {
                var writer = new TermWriter(new GlossaryObjects(mutation));
                var created = new List<string>();
                foreach (AtlasGlossaryTerm? term in given)
                    created.Add(await writer.CreateAsync(term, cancel).ConfigureAwait(false));
                return created;
            },
            (view, terms) => new WrittenList<AtlasGlossaryTerm>([.. terms.Select(view.Term)]), context, cancellationToken);
    }

    /// <summary>Replaces the term's attributes, relations and categories. Another anchor moves it to that glossary.</summary>
    /// <exception cref="AtlasException">
    /// 400-00-01A nothing given; 400-00-07A no name; 400-00-083 invalid name; 400-00-077, 400-00-079 no such glossary; 404-00-005, 400-00-00F as
    /// above; and what <see cref="TermWriter.RelateAsync"/> refuses.
    /// </exception>
    public Task<AtlasGlossaryTerm> UpdateAsync(string guid, AtlasGlossaryTerm? given, CallContext context, CancellationToken cancellationToken)
    {
        if (given is null)
            throw new AtlasException(AtlasErrorCode.InvalidParameters, "no term in the request");
        if (string.IsNullOrEmpty(given.Name))
            throw new AtlasException(AtlasErrorCode.GlossaryTermQualifiedNameCantBeDerived);
        GlossaryNames.Check(given.Name);
        return WriteAsync(
            RequestKey.Of(context, "term.update", guid, given),
            async (mutation, cancel) => await new TermWriter(new GlossaryObjects(mutation)).UpdateAsync(guid, given, cancel).ConfigureAwait(false), context, cancellationToken);
    }

    /// <exception cref="AtlasException">As <see cref="PartialUpdate.Checked"/>; 404-00-005, 400-00-00F as above.</exception>
    public Task<AtlasGlossaryTerm> PatchAsync(
        string guid, IReadOnlyDictionary<string, string?>? changes, CallContext context, CancellationToken cancellationToken)
    {
        Dictionary<string, object?> attributes = PartialUpdate.Checked(changes, Patchable);
        return WriteAsync(
            RequestKey.Of(context, "term.patch", guid, changes),
            async (mutation, cancel) =>
            {
                var objects = new GlossaryObjects(mutation);
                await objects.GetAsync(guid, GlossaryTypes.Term, cancel).ConfigureAwait(false);
                objects.Write(guid, attributes);
                return guid;
            },
            context, cancellationToken);
    }

    /// <exception cref="AtlasException">404-00-005, 400-00-00F as above; 400-00-084 it is assigned to entities.</exception>
    public Task<WriteReceipt> DeleteAsync(string guid, CallContext context, CancellationToken cancellationToken) =>
        _access.DeleteAsync("term.delete", guid, GlossaryTypes.Term, context, cancellationToken);

    /// <summary>Assigns the term to entities; those that are given with the relationship that they have are passed over.</summary>
    /// <exception cref="AtlasException">
    /// 404-00-005, 400-00-00F as above; 404-00-005 no such entity; 400-00-036 not one that can have terms; 409-00-004 it has the term already.
    /// </exception>
    public Task<WriteReceipt> AssignAsync(
        string guid, IReadOnlyList<AtlasRelatedObjectId>? entities, CallContext context, CancellationToken cancellationToken) =>
        AssignmentAsync("term.assign", guid, entities, (writer, cancel) => writer.AssignAsync(guid, entities ?? [], cancel), context, cancellationToken);

    /// <exception cref="AtlasException">
    /// 404-00-005, 400-00-00F as above; 400-00-078 guid or relationshipGuid missing; 400-00-080 that relationship does not assign the term to the entity.
    /// </exception>
    public Task<WriteReceipt> DisassociateAsync(
        string guid, IReadOnlyList<AtlasRelatedObjectId>? entities, CallContext context, CancellationToken cancellationToken) =>
        AssignmentAsync(
            "term.disassociate", guid, entities, (writer, cancel) => writer.DisassociateAsync(guid, entities ?? [], cancel), context, cancellationToken);

    /// <summary>Creates the terms of a CSV or Excel file, and the glossaries that are missing. Rows that are refused are listed and hinder no others.</summary>
    /// <exception cref="AtlasException">404-00-014 no file name; 400-00-098 no table by its name; 400-00-09B no rows; 409-00-011 it cannot be read.</exception>
    public async Task<BulkImportResponse> ImportAsync(string? fileName, byte[] content, CallContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<TermRow> rows = await TermFile.ReadAsync(fileName, content, _access.Time, cancellationToken).ConfigureAwait(false);
        return await _access.WriteAsync(
            RequestKey.Of(context, "term.import", fileName, content),
            async (mutation, cancel) => await new TermImport(new GlossaryObjects(mutation)).RunAsync(rows, cancel).ConfigureAwait(false), context,
            cancellationToken).ConfigureAwait(false);
    }

    private Task<IReadOnlyList<AtlasRelatedTermHeader>> HeadersAsync(
        string guid, string typeName, PageOptions page, CancellationToken cancellationToken) =>
        _access.ReadAsync<IReadOnlyList<AtlasRelatedTermHeader>>(
            guid, typeName, (_, view, _) => new(view.TermHeaders(guid, GlossaryTypes.Terms).Page(page, term => term.DisplayText)), cancellationToken);

    private Task<AtlasGlossaryTerm> WriteAsync(
        RequestKey? key, Func<Mutation, CancellationToken, ValueTask<string>> work, CallContext context, CancellationToken cancellationToken) =>
        _access.WriteObjectAsync(key, work, (view, term) => view.Term(term), context, cancellationToken);

    private Task<WriteReceipt> AssignmentAsync(
        string kind, string guid, IReadOnlyList<AtlasRelatedObjectId>? entities, Func<AssignmentWriter, CancellationToken, ValueTask> work,
        CallContext context, CancellationToken cancellationToken) =>
        _access.WriteAsync(
            RequestKey.Of(context, kind, guid, entities),
            async (mutation, cancel) =>
            {
                await work(new AssignmentWriter(mutation), cancel).ConfigureAwait(false);
                return new WriteReceipt();
            },
            context, cancellationToken);
}
