namespace AtlasHa.Cli.Loading;

/// <summary>The members of Atlas's typedefs document, one per category.</summary>
internal static class TypeCategories
{
    public static IReadOnlyList<string> Members { get; } =
        ["enumDefs", "structDefs", "classificationDefs", "entityDefs", "relationshipDefs", "businessMetadataDefs"];
}
