using System.Globalization;
using AtlasHa.Catalog.Model.Discovery;
using FsCheck;
using FsCheck.Fluent;

namespace AtlasHa.Catalog.Tests.Discovery;

/// <summary>A filter that can be written for both kinds of search, and decides by itself in the plainest way.</summary>
internal abstract record NaiveFilter
{
    public abstract bool Holds(NaiveTable table);

    public abstract FilterCriteria ToCriteria();

    public abstract string ToDsl();

    /// <summary>Filters up to three levels deep; with <paramref name="forDsl"/> only with comparisons that the query language has.</summary>
    public static Gen<NaiveFilter> Generator(bool forDsl, int depth = 3)
    {
        string[] symbols = forDsl
            ? ["=", "!=", "<", "<=", ">", ">=", "like"]
            : ["=", "!=", "<", "<=", ">", ">=", "like", "startsWith", "endsWith", "contains", "not_contains", "in", "isNull", "notNull"];
        var texts = Gen.Elements("ann", "an", "a", "ab1", "ba2", "b", "aab3", "zz", "Bé");
        var text = from attribute in Gen.Elements("name", "owner")
                   from symbol in Gen.Elements(symbols)
                   from value in texts
                   from more in texts
                   select (NaiveFilter)new Leaf(attribute, symbol, symbol switch { "in" => $"{value},{more}", "like" => $"{value}*", _ => value });
        var number = from attribute in Gen.Elements("rows", "size")
                     from symbol in Gen.Elements("=", "!=", "<", "<=", ">", ">=")
                     from value in Gen.Choose(-3, 4)
                     select (NaiveFilter)new Leaf(attribute, symbol, $"{value}");
        var list = from value in Gen.Elements("x", "y", "xy", "z") from symbol in Gen.Elements("=", "!=") select (NaiveFilter)new Leaf("aliases", symbol, value);
        var leaf = Gen.OneOf(text, number, list);
        if (depth == 0)
            return leaf;
        var node = from isAnd in Gen.Elements(true, false)
                   from size in Gen.Choose(2, 3)
                   from parts in Gen.ListOf(Generator(forDsl, depth - 1), size)
                   select (NaiveFilter)new Node(isAnd, [.. parts]);
        return Gen.OneOf(leaf, node);
    }

    public sealed record Leaf(string Attribute, string Symbol, string Value) : NaiveFilter
    {
        public override bool Holds(NaiveTable table) => Attribute switch
        {
            "rows" => Compares(table.Rows.CompareTo(long.Parse(Value, CultureInfo.InvariantCulture))),
            "size" => Compares(table.Size.CompareTo(long.Parse(Value, CultureInfo.InvariantCulture))),
            "aliases" => table.Aliases.Contains(Value) == (Symbol == "="),
            "name" => HoldsText(table.Name),
            _ => HoldsText(table.Owner),
        };

        public override FilterCriteria ToCriteria() => new() { AttributeName = Attribute, Operator = Symbol, AttributeValue = Value };

        public override string ToDsl() => $"{Attribute} {Symbol} {(Attribute is "rows" or "size" ? Value : $"'{Value}'")}";

        private bool Compares(int order) => Symbol switch { "=" => order == 0, "!=" => order != 0, "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 };

        private bool HoldsText(string? text) => Symbol switch
        {
            "isNull" => text is null,
            "notNull" => text is not null,
            "!=" => text != Value,
            "not_contains" => text is null || !text.Contains(Value, StringComparison.Ordinal),
            _ when text is null => false,
            "in" => Value.Split(',').Contains(text),
            "like" => text.StartsWith(Value[..^1], StringComparison.Ordinal),
            "startsWith" => text.StartsWith(Value, StringComparison.Ordinal),
            "endsWith" => text.EndsWith(Value, StringComparison.Ordinal),
            "contains" => text.Contains(Value, StringComparison.Ordinal),
            _ => Compares(string.CompareOrdinal(text, Value)),
        };
    }

    public sealed record Node(bool IsAnd, IReadOnlyList<NaiveFilter> Parts) : NaiveFilter
    {
        public override bool Holds(NaiveTable table) => IsAnd ? Parts.All(part => part.Holds(table)) : Parts.Any(part => part.Holds(table));

        public override FilterCriteria ToCriteria() =>
            new() { Condition = IsAnd ? FilterCondition.And : FilterCondition.Or, Criterion = [.. Parts.Select(part => part.ToCriteria())] };

        public override string ToDsl() => $"({string.Join(IsAnd ? " and " : " or ", Parts.Select(part => part.ToDsl()))})";
    }
}
