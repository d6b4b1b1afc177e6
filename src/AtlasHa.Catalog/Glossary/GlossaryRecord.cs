using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Glossary;

/// <summary>A term or a category as searches and files show it.</summary>
internal sealed record GlossaryRecord(AtlasGlossary Glossary, AtlasGlossaryTerm? Term, AtlasGlossaryCategory? Category)
{
    private const string StatusAttribute = "status";
    private const string Active = "ACTIVE";

    public GlossaryRecordType Type => Term is null ? GlossaryRecordType.Category : GlossaryRecordType.Term;

    public string Guid => Term?.Guid ?? Category?.Guid ?? "";

    public string Name => Term?.Name ?? Category?.Name ?? "";

    public string QualifiedName => Term?.QualifiedName ?? Category?.QualifiedName ?? "";

    public string GlossaryName => Glossary.Name ?? "";

    public string ShortDescription => Term?.ShortDescription ?? Category?.ShortDescription ?? "";

    public string LongDescription => Term?.LongDescription ?? Category?.LongDescription ?? "";

    public Dictionary<string, object?>? Attributes => Term is null ? Category?.AdditionalAttributes : Term.AdditionalAttributes;

    public List<AtlasClassification>? Classifications => Term is null ? Category?.Classifications : Term.Classifications;

    /// <summary>That of the term in a category, else an additional attribute of that name, else ACTIVE.</summary>
    public string Status => Term?.Categories?.Select(category => category.Status).FirstOrDefault(status => status is not null) ?? StatusOf(Attributes);

    public string ClassificationNames =>
        string.Join(", ", (Classifications ?? []).Select(classification => classification.TypeName).Order(StringComparer.Ordinal));

    public string AttributeTexts => string.Join("; ", (Attributes ?? []).Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={AttributeValue.ToText(pair.Value)}"));

    /// <summary>The categories of a term, the parent of a category.</summary>
    public string Place => Term is null
        ? Category?.ParentCategory?.DisplayText ?? ""
        : string.Join(", ", (Term.Categories ?? []).Select(category => category.DisplayText).Order(StringComparer.Ordinal));

    public static string StatusOf(Dictionary<string, object?>? attributes) =>
        attributes?.GetValueOrDefault(StatusAttribute) is { } status ? AttributeValue.ToText(status) : Active;

    public GlossaryRecordDetail ToDetail() => new()
    {
        Name = Name,
        QualifiedName = QualifiedName,
        Guid = Guid,
        ShortDescription = Term?.ShortDescription ?? Category?.ShortDescription,
        LongDescription = Term?.LongDescription ?? Category?.LongDescription,
        Status = Status,
        Classifications = Classifications,
        CustomAttributes = Attributes,
    };
}
