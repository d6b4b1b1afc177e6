using AtlasHa.Catalog.Model.Discovery;
using Orleans;

namespace AtlasHa.Catalog.Model.Glossary;

/// <summary>
/// Terms and categories that are to become a file. Atlas's clients write it in three ways: as a search, with names of its own, or the latter below
/// <see cref="ExportParameters"/>.
/// </summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record GlossaryFileRequest
{
    public GlossaryFileRequest? ExportParameters { get; init; }

    /// <summary><c>CSV</c>, also when absent, or <c>XLSX</c>.</summary>
    public string? Format { get; init; }

    /// <summary><c>AUDIT</c>, also when absent, or <c>IMPORT_COMPATIBLE</c>: terms only, in the form of the import's template.</summary>
    public string? Mode { get; init; }

    public GlossaryRecordType? RecordType { get; init; }

    public GlossaryRecordType? GlossaryType { get; init; }

    public GlossaryFilter? Glossary { get; init; }

    public string? GlossaryGuid { get; init; }

    public List<string>? GlossaryGuids { get; init; }

    public string? Status { get; init; }

    public string? StatusContains { get; init; }

    public string? ClassificationContains { get; init; }

    public string? SearchQuery { get; init; }

    public string? SortBy { get; init; }

    public SortOrder? SortOrder { get; init; }
}
