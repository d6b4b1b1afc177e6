using AtlasHa.Catalog.Model.Glossary;

namespace AtlasHa.Catalog.Glossary;

/// <summary>A kind of relation between terms, as one of the terms sees it: the name of its attribute, and its member of the wire form.</summary>
internal sealed record TermRelation(string Name, Func<AtlasGlossaryTerm, List<AtlasRelatedTermHeader>?> Of)
{
    public static IReadOnlyList<TermRelation> All { get; } =
    [
        new("seeAlso", term => term.SeeAlso),
        new("synonyms", term => term.Synonyms),
        new("antonyms", term => term.Antonyms),
        new("preferredTerms", term => term.PreferredTerms),
        new("preferredToTerms", term => term.PreferredToTerms),
        new("replacementTerms", term => term.ReplacementTerms),
        new("replacedBy", term => term.ReplacedBy),
        new("translationTerms", term => term.TranslationTerms),
        new("translatedTerms", term => term.TranslatedTerms),
        new("isA", term => term.IsA),
        new("classifies", term => term.Classifies),
        new("validValues", term => term.ValidValues),
        new("validValuesFor", term => term.ValidValuesFor),
    ];
}
