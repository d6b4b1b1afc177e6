using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Model.Instances;
using Orleans;

namespace AtlasHa.Catalog.Model.Grains;

/// <summary>Glossaries, terms and categories. Refusals are <see cref="Errors.AtlasException"/> with Atlas's codes.</summary>
/// <remarks>They are entities of Atlas's own types and are removed for good when they are deleted.</remarks>
public interface IGlossary : IGrainWithStringKey
{
    Task<IReadOnlyList<AtlasGlossary>> GetGlossariesAsync(PageOptions page, CancellationToken cancellationToken = default);

    Task<AtlasGlossary> GetGlossaryAsync(string guid, CancellationToken cancellationToken = default);

    Task<AtlasGlossaryExtInfo> GetDetailedGlossaryAsync(string guid, CancellationToken cancellationToken = default);

    Task<AtlasGlossary> CreateGlossaryAsync(AtlasGlossary? glossary, CallContext call, CancellationToken cancellationToken = default);

    Task<AtlasGlossary> UpdateGlossaryAsync(string guid, AtlasGlossary? glossary, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>Changes the named attributes only.</summary>
    Task<AtlasGlossary> PatchGlossaryAsync(
        string guid, IReadOnlyDictionary<string, string?>? changes, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>Removes the glossary with its terms and categories.</summary>
    Task<WriteReceipt> DeleteGlossaryAsync(string guid, CallContext call, CancellationToken cancellationToken = default);

    Task<IReadOnlyList<AtlasGlossaryTerm>> GetTermsAsync(string glossaryGuid, PageOptions page, CancellationToken cancellationToken = default);

    Task<IReadOnlyList<AtlasRelatedTermHeader>> GetTermHeadersAsync(string glossaryGuid, PageOptions page, CancellationToken cancellationToken = default);

    Task<AtlasGlossaryTerm> GetTermAsync(string guid, CancellationToken cancellationToken = default);

    /// <summary>All of the terms or none.</summary>
    Task<WrittenList<AtlasGlossaryTerm>> CreateTermsAsync(
        IReadOnlyList<AtlasGlossaryTerm?>? terms, CallContext call, CancellationToken cancellationToken = default);

    Task<AtlasGlossaryTerm> UpdateTermAsync(string guid, AtlasGlossaryTerm? term, CallContext call, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="PatchGlossaryAsync"/>
    Task<AtlasGlossaryTerm> PatchTermAsync(
        string guid, IReadOnlyDictionary<string, string?>? changes, CallContext call, CancellationToken cancellationToken = default);

    Task<WriteReceipt> DeleteTermAsync(string guid, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>Related terms by the relation's name.</summary>
    Task<IReadOnlyDictionary<string, List<AtlasRelatedTermHeader>>> GetRelatedTermsAsync(
        string guid, PageOptions page, CancellationToken cancellationToken = default);

    Task<IReadOnlyList<AtlasRelatedObjectId>> GetAssignedEntitiesAsync(string termGuid, PageOptions page, CancellationToken cancellationToken = default);

    Task<WriteReceipt> AssignTermAsync(
        string termGuid, IReadOnlyList<AtlasRelatedObjectId>? entities, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>Ends assignments; each names the entity and the relationship.</summary>
    Task<WriteReceipt> DisassociateTermAsync(
        string termGuid, IReadOnlyList<AtlasRelatedObjectId>? entities, CallContext call, CancellationToken cancellationToken = default);

    Task<IReadOnlyList<AtlasGlossaryCategory>> GetCategoriesAsync(string glossaryGuid, PageOptions page, CancellationToken cancellationToken = default);

    Task<IReadOnlyList<AtlasRelatedCategoryHeader>> GetCategoryHeadersAsync(
        string glossaryGuid, PageOptions page, CancellationToken cancellationToken = default);

    Task<AtlasGlossaryCategory> GetCategoryAsync(string guid, CancellationToken cancellationToken = default);

    /// <summary>All of the categories or none.</summary>
    Task<WrittenList<AtlasGlossaryCategory>> CreateCategoriesAsync(
        IReadOnlyList<AtlasGlossaryCategory?>? categories, CallContext call, CancellationToken cancellationToken = default);

    Task<AtlasGlossaryCategory> UpdateCategoryAsync(
        string guid, AtlasGlossaryCategory? category, CallContext call, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="PatchGlossaryAsync"/>
    Task<AtlasGlossaryCategory> PatchCategoryAsync(
        string guid, IReadOnlyDictionary<string, string?>? changes, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>Removes the category; its children and terms stay.</summary>
    Task<WriteReceipt> DeleteCategoryAsync(string guid, CallContext call, CancellationToken cancellationToken = default);

    Task<IReadOnlyList<AtlasRelatedTermHeader>> GetCategoryTermsAsync(string guid, PageOptions page, CancellationToken cancellationToken = default);

    /// <summary>The parent and the children of a category, under <c>parent</c> and <c>children</c>.</summary>
    Task<IReadOnlyDictionary<string, List<AtlasRelatedCategoryHeader>>> GetRelatedCategoriesAsync(
        string guid, PageOptions page, CancellationToken cancellationToken = default);

    /// <summary>Creates terms, and glossaries that are missing, from a file in the form of the template, CSV in UTF-8 or Excel by its ending.</summary>
    Task<BulkImportResponse> ImportTermsAsync(string? fileName, byte[] content, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>Terms and categories of all glossaries by what they are called, say and have.</summary>
    Task<GlossarySearchResult> SearchGlossariesAsync(GlossarySearchParameters parameters, CancellationToken cancellationToken = default);
}
