using System.Globalization;
using AtlasHa.Catalog.Discovery.Query;

namespace AtlasHa.Catalog.Discovery.Dsl;

/// <summary>Reads queries by recursive descent. <c>and</c> binds closer than <c>or</c>. Keywords are words in any case; in quotes they are names.</summary>
internal sealed class DslParser
{
    private const int MaxDepth = 100;

    private static readonly string[] Keywords =
        ["from", "where", "groupby", "select", "orderby", "limit", "offset", "as", "and", "or", "isa", "is", "has", "hasTerm", "asc", "desc"];

    private readonly List<DslToken> _tokens;
    private int _at;

    private DslParser(List<DslToken> tokens) => _tokens = tokens;

    private DslToken Next => _tokens[_at];

    /// <exception cref="DslException">The text is no query; says what was expected where.</exception>
    public static DslQuery Parse(string text) => new DslParser(DslLexer.Tokens(text)).Query();

    private DslQuery Query()
    {
        Take("from");
        List<DslName> sources = [Name("a type or classification")];
        var alias = Take("as") ? Name("an alias") : null;
        List<DslExpression> conditions = [];
        if (IsSuffix())
            conditions.Add(Rest(Suffix(null, 0), 0));
        while (!IsClause())
            More(sources, conditions);
        var groupBy = Take("groupby") ? GroupBy() : [];
        var select = Take("select") ? List(Column) : [];
        var orderBy = Take("orderby") ? Name("an attribute") : null;
        var descending = orderBy is not null && !Take("asc") && Take("desc");
        int? limit = Take("limit") ? Count() : null;
        int? offset = Take("offset") ? Count() : null;
        if (Next.Kind != DslTokenKind.End)
            throw Unexpected("the end");
        return new DslQuery
        {
            Sources = sources,
            Alias = alias,
            Where = conditions.Count switch { 0 => null, 1 => conditions[0], _ => new DslExpression.And(conditions) },
            GroupBy = groupBy,
            Select = select,
            OrderBy = orderBy,
            Descending = descending,
            Limit = limit,
            Offset = offset,
        };
    }

    private bool IsClause() => Next.Kind == DslTokenKind.End || Next.Is("groupby") || Next.Is("select") || Next.Is("orderby") || Next.Is("limit") || Next.Is("offset");

    private bool IsSuffix() => Next.Is("isa") || Next.Is("is") || Next.Is("has") || Next.Is("hasTerm");

    private bool IsConnective() => Next.Is("and") || Next.Is("or");

    /// <summary>Further sources and conditions, after a comma or not: all must hold.</summary>
    private void More(List<DslName> sources, List<DslExpression> conditions)
    {
        Take(",");
        if (Take("where"))
            conditions.Add(Expression(0));
        else if (Take("from"))
            sources.Add(Name("a type or classification"));
        else if (IsBareName())
            sources.Add(Name("a type or classification"));
        else
            conditions.Add(Expression(0));
    }

    private bool IsBareName()
    {
        if (!IsName(Next))
            return false;
        var after = _tokens[_at + 1];
        return after.Kind == DslTokenKind.End || after.Is(",") || after.Is("where") || after.Is("from") || IsName(after)
            || after.Is("groupby") || after.Is("select") || after.Is("orderby") || after.Is("limit") || after.Is("offset");
    }

    private DslExpression Expression(int depth) => Rest(Operand(depth), depth);

    /// <summary>What follows a first operand.</summary>
    private DslExpression Rest(DslExpression first, int depth)
    {
        List<DslExpression> or = [];
        List<DslExpression> and = [first];
        while (IsConnective())
        {
            if (Take("or"))
            {
                or.Add(AllOf(and));
                and = [];
            }
            else
            {
                Take("and");
            }
            and.Add(Operand(depth));
        }
        or.Add(AllOf(and));
        return or is [var single] ? single : new DslExpression.Or(or);
    }

    private static DslExpression AllOf(List<DslExpression> parts) => parts is [var single] ? single : new DslExpression.And(parts);

    private DslExpression Operand(int depth)
    {
        if (depth > MaxDepth)
            throw new DslException(Next.Position, $"parentheses are nested more than {MaxDepth} deep");
        if (Next.Is("(") && !IsNumberInParentheses())
        {
            _at++;
            var inner = Expression(depth + 1);
            Expect(")");
            return inner;
        }
        if (!IsName(Next) || IsOperator(_tokens[_at + 1]))
            return Computed(depth);
        var name = Name("an attribute or a condition");
        if (IsSuffix())
            return Suffix(name, depth);
        var comparison = ComparisonHere() ?? throw Unexpected("a comparison");
        if (IsComputed())
            return new DslExpression.Compute(new DslArithmetic.Attribute(name), Computable(comparison), Sum(depth));
        var values = Take("[") ? ValueArray() : [Literal()];
        if (values.Count != 1 || _tokens[_at - 1].Is("]"))
            comparison = comparison == Comparison.Equal ? Comparison.In : throw new DslException(name.Position, "several values can only be compared with =");
        return new DslExpression.Compare(name, comparison, values);
    }

    private DslExpression.Compute Computed(int depth)
    {
        if (Next.Kind != DslTokenKind.Number && !IsName(Next) && !Next.Is("(") && !Next.Is("-"))
            throw Unexpected("an attribute or a condition");
        var left = Sum(depth);
        var comparison = Computable(ComparisonHere() ?? throw Unexpected("a comparison"));
        return new DslExpression.Compute(left, comparison, Sum(depth));
    }

    private Comparison Computable(Comparison comparison) => comparison != Comparison.Like
        ? comparison
        : throw new DslException(_tokens[_at - 1].Position, "numbers are not compared with like");

    private DslArithmetic Sum(int depth)
    {
        var sum = Product(depth);
        while (Next.Is("+") || Next.Is("-"))
            sum = new DslArithmetic.Joined(sum, _tokens[_at++].Text[0], Product(depth));
        return sum;
    }

    private DslArithmetic Product(int depth)
    {
        var product = Factor(depth);
        while (Next.Is("*") || Next.Is("/"))
            product = new DslArithmetic.Joined(product, _tokens[_at++].Text[0], Factor(depth));
        return product;
    }

    private DslArithmetic Factor(int depth)
    {
        if (depth > MaxDepth)
            throw new DslException(Next.Position, $"parentheses are nested more than {MaxDepth} deep");
        if (Take("("))
        {
            var inner = Sum(depth + 1);
            Expect(")");
            return inner;
        }
        return IsName(Next) ? new DslArithmetic.Attribute(Name("a number")) : new DslArithmetic.Number(Literal());
    }

    private static bool IsOperator(DslToken token) => token.Is("+") || token.Is("-") || token.Is("*") || token.Is("/");

    /// <summary>More than one value follows a comparison.</summary>
    private bool IsComputed() => Next.Is("(") || (Next.Kind != DslTokenKind.End && IsOperator(_tokens[Next.Is("-") ? Math.Min(_at + 2, _tokens.Count - 1) : _at + 1]));

    /// <summary>The parentheses that begin here hold a number: it is compared or computed with behind them.</summary>
    private bool IsNumberInParentheses()
    {
        var open = 0;
        for (var at = _at; at < _tokens.Count - 1; at++)
        {
            open += _tokens[at].Is("(") ? 1 : _tokens[at].Is(")") ? -1 : 0;
            if (open == 0)
                return IsOperator(_tokens[at + 1]) || ComparisonOf(_tokens[at + 1]) is not null;
        }
        return false;
    }

    private DslExpression Suffix(DslName? subject, int depth)
    {
        if (Take("isa") || Take("is"))
            return new DslExpression.Isa(subject, Bracketed(depth));
        if (Take("has"))
            return new DslExpression.Has(subject, Name("an attribute"));
        Expect("hasTerm");
        return new DslExpression.HasTerm(subject, Bracketed(depth));
    }

    private DslName Bracketed(int depth)
    {
        if (depth > MaxDepth)
            throw new DslException(Next.Position, $"parentheses are nested more than {MaxDepth} deep");
        if (!Take("("))
            return Name("a name");
        var name = Bracketed(depth + 1);
        Expect(")");
        return name;
    }

    private Comparison? ComparisonHere()
    {
        var found = ComparisonOf(Next);
        if (found is not null)
            _at++;
        return found;
    }

    private static Comparison? ComparisonOf(DslToken token) =>
        token.Kind is not (DslTokenKind.Word or DslTokenKind.Symbol) ? null : token.Text.ToLowerInvariant() switch
        {
            "<" or "lt" => Comparison.Less,
            "<=" or "lte" => Comparison.LessOrEqual,
            "=" or "eq" => Comparison.Equal,
            "!=" or "neq" => Comparison.NotEqual,
            ">" or "gt" => Comparison.Greater,
            ">=" or "gte" => Comparison.GreaterOrEqual,
            "like" => Comparison.Like,
            _ => null,
        };

    private List<DslLiteral> ValueArray()
    {
        var values = List(Literal);
        Expect("]");
        return values;
    }

    private DslLiteral Literal()
    {
        var position = Next.Position;
        var sign = Take("-") ? "-" : "";
        if (Next.Kind == DslTokenKind.Number || (sign.Length == 0 && IsName(Next)))
            return new DslLiteral(sign + _tokens[_at++].Text, position);
        throw Unexpected("a value");
    }

    private List<DslName> GroupBy()
    {
        Expect("(");
        var names = List(() => Name("an attribute"));
        Expect(")");
        return names;
    }

    private DslColumn Column()
    {
        var position = Next.Position;
        var aggregate = AggregateHere();
        DslName? attribute = null;
        if (aggregate is not DslAggregate.None)
            Expect("(");
        if (aggregate is not DslAggregate.Count)
            attribute = Name("an attribute");
        if (aggregate is not DslAggregate.None)
            Expect(")");
        return new DslColumn(aggregate, attribute, Take("as") ? Name("a label") : null, position);
    }

    private DslAggregate AggregateHere()
    {
        if (Next.Kind != DslTokenKind.Word || !_tokens[_at + 1].Is("("))
            return DslAggregate.None;
        var aggregate = Next.Text.ToLowerInvariant() switch
        {
            "count" => DslAggregate.Count,
            "min" => DslAggregate.Min,
            "max" => DslAggregate.Max,
            "sum" => DslAggregate.Sum,
            _ => throw Unexpected("count, min, max or sum"),
        };
        _at++;
        return aggregate;
    }

    private List<T> List<T>(Func<T> item)
    {
        List<T> items = [item()];
        while (Take(","))
            items.Add(item());
        return items;
    }

    private int Count()
    {
        if (Next.Kind != DslTokenKind.Number || !int.TryParse(Next.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw Unexpected($"a whole number up to {int.MaxValue}");
        _at++;
        return number;
    }

    private DslName Name(string what)
    {
        if (!IsName(Next))
            throw Unexpected(what);
        var token = _tokens[_at++];
        return new DslName(token.Text, token.Position);
    }

    private static bool IsName(DslToken token) => token.Kind == DslTokenKind.Quoted
        || (token.Kind == DslTokenKind.Word && !Keywords.Contains(token.Text, StringComparer.OrdinalIgnoreCase));

    private bool Take(string keyword)
    {
        if (!Next.Is(keyword))
            return false;
        _at++;
        return true;
    }

    private void Expect(string symbol)
    {
        if (!Take(symbol))
            throw Unexpected($"'{symbol}'");
    }

    private DslException Unexpected(string expected) => new(Next.Position, $"found {Next.Shown}, expected {expected}");
}
