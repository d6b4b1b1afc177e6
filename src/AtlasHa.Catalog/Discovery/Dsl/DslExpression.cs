using AtlasHa.Catalog.Discovery.Query;

namespace AtlasHa.Catalog.Discovery.Dsl;

/// <summary>A condition as written. A null subject is the entity that the query is about.</summary>
internal abstract record DslExpression
{
    public sealed record And(IReadOnlyList<DslExpression> Parts) : DslExpression;

    public sealed record Or(IReadOnlyList<DslExpression> Parts) : DslExpression;

    public sealed record Compare(DslName Attribute, Comparison Comparison, IReadOnlyList<DslLiteral> Values) : DslExpression;

    public sealed record Compute(DslArithmetic Left, Comparison Comparison, DslArithmetic Right) : DslExpression;

    public sealed record Isa(DslName? Subject, DslName Classification) : DslExpression;

    public sealed record Has(DslName? Subject, DslName Attribute) : DslExpression;

    public sealed record HasTerm(DslName? Subject, DslName Term) : DslExpression;
}

internal sealed record DslLiteral(string Text, int Position);
