using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Glossary;

namespace AtlasHa.Catalog.Glossary;

/// <summary>Which terms and categories are wanted, and in which order.</summary>
internal sealed record GlossarySelection
{
    public GlossaryRecordType Type { get; init; }

    /// <summary>Of these glossaries only; empty: of all.</summary>
    public IReadOnlyList<string> GlossaryGuids { get; init; } = [];

    public string? GlossaryName { get; init; }

    public string? Status { get; init; }

    public string? Classification { get; init; }

    public string? Text { get; init; }

    public string? SortBy { get; init; }

    public bool IsDescending { get; init; }

    public static GlossarySelection Of(GlossarySearchParameters parameters) => new()
    {
        Type = parameters.GlossaryType ?? GlossaryRecordType.All,
        GlossaryGuids = string.IsNullOrEmpty(parameters.Glossary?.Guid) ? [] : [parameters.Glossary.Guid],
        GlossaryName = parameters.Glossary?.Name,
        Status = parameters.Status,
        Classification = parameters.ClassificationContains,
        Text = parameters.SearchQuery,
        SortBy = parameters.SortBy,
        IsDescending = parameters.SortOrder == SortOrder.Descending,
    };

    public static GlossarySelection Of(GlossaryFileRequest request) => new()
    {
        Type = request.RecordType ?? request.GlossaryType ?? GlossaryRecordType.All,
        GlossaryGuids = [.. new[] { request.GlossaryGuid, request.Glossary?.Guid }.Concat(request.GlossaryGuids ?? []).Where(guid => !string.IsNullOrEmpty(guid)).Select(guid => guid!)],
        GlossaryName = request.Glossary?.Name,
        Status = request.StatusContains ?? request.Status,
        Classification = request.ClassificationContains,
        Text = request.SearchQuery,
        SortBy = request.SortBy,
        IsDescending = request.SortOrder == SortOrder.Descending,
    };

    public bool Wants(GlossaryRecordType type) => Type == GlossaryRecordType.All || Type == type;

    public List<GlossaryRecord> Apply(IEnumerable<GlossaryRecord> records)
    {
        Func<GlossaryRecord, string> key = SortBy?.ToLowerInvariant() switch
        {
            "glossaryname" or "glossary" => record => record.GlossaryName,
            "status" => record => record.Status,
            "qualifiedname" => record => record.QualifiedName,
            "recordtype" or "type" or "glossarytype" => record => record.Type.ToString(),
            _ => record => record.Name,
        };
        var found = records.Where(IsWanted);
        var ordered = IsDescending ? found.OrderByDescending(key, StringComparer.OrdinalIgnoreCase) : found.OrderBy(key, StringComparer.OrdinalIgnoreCase);
        // Pages must not depend on the order in which the store gives equal ones.
        return [.. ordered.ThenBy(record => record.QualifiedName, StringComparer.Ordinal).ThenBy(record => record.Guid, StringComparer.Ordinal)];
    }

    private bool IsWanted(GlossaryRecord record) =>
        (GlossaryGuids.Count == 0 || GlossaryGuids.Contains(record.Glossary.Guid))
        && Has(record.GlossaryName, GlossaryName) && Has(record.Status, Status) && Has(record.ClassificationNames, Classification) && HasText(record);

    // Whoever looks into one glossary does not look for its name.
    private bool HasText(GlossaryRecord record) =>
        Has(record.Name, Text) || Has(record.ShortDescription, Text) || Has(record.LongDescription, Text) || Has(record.Status, Text)
        || Has(record.ClassificationNames, Text) || Has(record.AttributeTexts, Text) || Has(record.Place, Text)
        || (GlossaryGuids.Count == 0 && Has(record.GlossaryName, Text));

    private static bool Has(string value, string? part) => string.IsNullOrEmpty(part) || value.Contains(part, StringComparison.OrdinalIgnoreCase);
}
