namespace AtlasHa.Catalog.Model.Glossary;

/// <summary>What a search in glossaries is about.</summary>
public enum GlossaryRecordType
{
    All,
    Term,
    Category,
}
