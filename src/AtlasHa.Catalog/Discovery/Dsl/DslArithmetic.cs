namespace AtlasHa.Catalog.Discovery.Dsl;

/// <summary>A number as written: an attribute, a literal, or two of them joined by <c>+ - * /</c>.</summary>
internal abstract record DslArithmetic(int Position)
{
    public sealed record Attribute(DslName Name) : DslArithmetic(Name.Position);

    public sealed record Number(DslLiteral Literal) : DslArithmetic(Literal.Position);

    public sealed record Joined(DslArithmetic Left, char Operator, DslArithmetic Right) : DslArithmetic(Left.Position);
}
