using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Glossary;

/// <summary>Terms and categories as rows of text.</summary>
internal static class GlossaryTable
{
    private const string ForImport = "IMPORT_COMPATIBLE";
    private const string ForReading = "AUDIT";
    private const string Csv = "CSV";
    private const string Xlsx = "XLSX";

    private static readonly string[] ReadingColumns =
    [
        "Record Type", "Name", "Glossary Name", "Short Description", "Long Description", "Status", "Classifications", "Custom Attributes",
        "Related Categories / Parent", "Qualified Name", "GUID",
    ];

    /// <exception cref="AtlasException">400-00-098: another format than CSV and XLSX; 400-00-029: an unknown mode.</exception>
    public static void Check(GlossaryFileRequest request)
    {
        if (!string.IsNullOrEmpty(request.Format) && !request.Format.Equals(Csv, StringComparison.OrdinalIgnoreCase) && !IsExcel(request))
            throw new AtlasException(AtlasErrorCode.InvalidFileType, request.Format);
        if (!string.IsNullOrEmpty(request.Mode) && request.Mode is not (ForReading or ForImport))
            throw new AtlasException(AtlasErrorCode.BadRequest, $"mode is {ForReading} or {ForImport}, not {request.Mode}");
    }

    public static bool IsExcel(GlossaryFileRequest request) => string.Equals(request.Format, Xlsx, StringComparison.OrdinalIgnoreCase);

    public static IEnumerable<IReadOnlyList<string>> Rows(IEnumerable<GlossaryRecord> records, GlossaryFileRequest request) =>
        request.Mode == ForImport
            ? [TermRow.Columns, .. records.Where(record => record.Term is not null).Select(record => ImportRow(record, record.Term!))]
            : [ReadingColumns, .. records.Select(ReadingRow)];

    private static IReadOnlyList<string> ReadingRow(GlossaryRecord record) =>
    [
        record.Type == GlossaryRecordType.Term ? "TERM" : "CATEGORY", record.Name, record.GlossaryName, record.ShortDescription, record.LongDescription, record.Status,
        record.ClassificationNames, record.AttributeTexts, record.Place, record.QualifiedName, record.Guid,
    ];

    private static IReadOnlyList<string> ImportRow(GlossaryRecord record, AtlasGlossaryTerm term) =>
    [
        record.GlossaryName, record.Name, record.ShortDescription, record.LongDescription, string.Join('|', term.Examples ?? []), term.Abbreviation ?? "", term.Usage ?? "",
        string.Join('|', (record.Attributes ?? []).Select(pair => $"{pair.Key}:{AttributeValue.ToText(pair.Value)}")),
        .. TermRow.Columns.Skip(TermRow.FirstRelation).Select(column => Related(term, column)),
    ];

    // A term's qualified name is its name, @ and its glossary's, and names have no @.
    private static string Related(AtlasGlossaryTerm term, string column) => string.Join(
        '|',
        (TermRelation.All.First(relation => relation.Name.Equals(column, StringComparison.OrdinalIgnoreCase)).Of(term) ?? [])
            .Select(other => other.QualifiedName ?? "").Where(name => name.Contains('@', StringComparison.Ordinal))
            .Select(name => $"{name[(name.IndexOf('@', StringComparison.Ordinal) + 1)..]}:{name[..name.IndexOf('@', StringComparison.Ordinal)]}")
            .Order(StringComparer.Ordinal));
}
