namespace AtlasHa.Catalog.Annotations;

/// <summary>One line of an import of business metadata.</summary>
/// <param name="Number">Counted from 1 below the heading.</param>
/// <param name="Fields">Type, unique value, business metadata attribute, value and, if given, the unique attribute; blanks around them are gone.</param>
internal sealed record BusinessMetadataLine(int Number, IReadOnlyList<string> Fields)
{
    private const int Mandatory = 4;
    private const string QualifiedName = "qualifiedName";

    public bool IsComplete => Fields.Count >= Mandatory && Fields.Take(Mandatory).All(value => value.Length > 0);

    public string TypeName => Fields[0];

    public string UniqueValue => Fields[1];

    /// <summary>Business metadata and attribute with a dot between them.</summary>
    public string AttributeName => Fields[2];

    /// <summary>Several values have <c>|</c> between them.</summary>
    public string Value => Fields[3];

    public string UniqueAttribute => Fields.Count > Mandatory && Fields[Mandatory].Length > 0 ? Fields[Mandatory] : QualifiedName;
}
