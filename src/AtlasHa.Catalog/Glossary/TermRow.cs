namespace AtlasHa.Catalog.Glossary;

/// <summary>
/// One row of a file of terms, its cells in the order of <see cref="Columns"/>; those at the end may be missing. Lists are separated by <c>|</c>, keys
/// from values and glossaries from terms by <c>:</c>.
/// </summary>
internal sealed class TermRow(IReadOnlyList<string> cells)
{
    /// <summary>The place of the first column that holds related terms; all after it do.</summary>
    public const int FirstRelation = 8;

    public static IReadOnlyList<string> Columns => Names;

    private static readonly string[] Names =
    [
        "GlossaryName", "TermName", "ShortDescription", "LongDescription", "Examples", "Abbreviation", "Usage", "AdditionalAttributes",
        "TranslationTerms", "ValidValuesFor", "Synonyms", "ReplacedBy", "ValidValues", "ReplacementTerms", "SeeAlso", "TranslatedTerms", "IsA",
        "Antonyms", "Classifies", "PreferredToTerms", "PreferredTerms",
    ];

    public string GlossaryName => this[nameof(GlossaryName)];

    public string TermName => this[nameof(TermName)];

    public string ShortDescription => this[nameof(ShortDescription)];

    public string LongDescription => this[nameof(LongDescription)];

    public string Examples => this[nameof(Examples)];

    public string Abbreviation => this[nameof(Abbreviation)];

    public string Usage => this[nameof(Usage)];

    public string AdditionalAttributes => this[nameof(AdditionalAttributes)];

    /// <summary>The cell of a column; relations of terms are columns by their names in any case.</summary>
    public string this[string column]
    {
        get
        {
            int index = Array.FindIndex(Names, name => string.Equals(name, column, StringComparison.OrdinalIgnoreCase));
            ArgumentOutOfRangeException.ThrowIfNegative(index, column);
            return index < cells.Count ? cells[index] : "";
        }
    }
}
