namespace AtlasHa.Catalog.Glossary;

/// <summary>Names in Atlas's glossary model.</summary>
internal static class GlossaryTypes
{
    public const string Glossary = "AtlasGlossary";
    public const string Term = "AtlasGlossaryTerm";
    public const string Category = "AtlasGlossaryCategory";
    public const string Assignment = "AtlasGlossarySemanticAssignment";

    public const string QualifiedName = "qualifiedName";
    public const string Name = "name";
    public const string ShortDescription = "shortDescription";
    public const string LongDescription = "longDescription";
    public const string Language = "language";
    public const string Usage = "usage";
    public const string Abbreviation = "abbreviation";
    public const string Examples = "examples";
    public const string AdditionalAttributes = "additionalAttributes";

    // Relationship attributes.
    public const string Anchor = "anchor";
    public const string Terms = "terms";
    public const string Categories = "categories";
    public const string AssignedEntities = "assignedEntities";
    public const string ParentCategory = "parentCategory";
    public const string ChildrenCategories = "childrenCategories";
}
