using System.Text.RegularExpressions;
using AtlasHa.Catalog.Discovery.Indexing;
using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>Finds the ways in which the indexes can answer a predicate, or narrow it down.</summary>
internal static class Covers
{
    /// <summary>Each of the covers is enough; there may be none.</summary>
    public static IEnumerable<Cover> Of(Predicate predicate, Scope scope) => predicate switch
    {
        Predicate.All all => all.Parts.SelectMany(part => Of(part, scope)),
        Predicate.Any any => OfAny([.. any.Parts.Select(part => Of(part, scope).FirstOrDefault())]),
        Predicate.Test test => OfTest(test, scope),
        Predicate.Classified { Names: { } names, Negated: false } => [Cover.Of(new SearchSource.OfClassifications([.. names], scope.Limits))],
        Predicate.Worded worded => [Cover.Of(new SearchSource.OfWords(worded.Query, scope.Limits))],
        Predicate.OfType type => [Cover.Of(scope.All(type.TypeNames))],
        Predicate.OneOf oneOf => [new Cover([], oneOf.Guids)],
        _ => [],
    };

    private static IEnumerable<Cover> OfAny(Cover?[] parts) =>
        parts.Length > 0 && parts.All(part => part is not null) ? [parts.Aggregate((all, part) => all!.With(part!))!] : [];

    private static IEnumerable<Cover> OfTest(Predicate.Test test, Scope scope)
    {
        if (test.Attribute.Name == "__guid" && test.Comparison is Comparison.Equal or Comparison.In)
            return [new Cover([], test.Operands.OfType<string>().ToHashSet())];
        // Nothing is created after it was changed last.
        var attribute = test.Attribute.Name == SystemAttributes.Timestamp && test.Comparison is Comparison.Greater or Comparison.GreaterOrEqual
            ? SystemAttributes.ModificationTimestamp
            : test.Attribute.IsIndexed ? test.Attribute.Name : null;
        if (attribute is null || Ranges(test) is not { Count: > 0 } ranges)
            return [];
        return [Cover.Of(new SearchSource.OfValues([.. ranges.SelectMany(range => scope.Slices(attribute, range))]))];
    }

    private static List<ValueRange> Ranges(Predicate.Test test)
    {
        List<byte[]?> operands = [.. test.Operands.Select(ValueCodec.Encode)];
        return test.Comparison switch
        {
            Comparison.Equal or Comparison.In when !operands.Contains(null) => [.. operands.Select(value => ValueRange.Exactly(value!))],
            Comparison.Less or Comparison.LessOrEqual when operands is [{ } value] => [ValueRange.AtMost(value)],
            Comparison.Greater or Comparison.GreaterOrEqual when operands is [{ } value] => [ValueRange.AtLeast(value)],
            Comparison.StartsWith when !test.Attribute.IsNumber && operands is [{ } prefix] => [ValueRange.StartingWith(prefix)],
            Comparison.Like when !test.Attribute.IsNumber && test.Operands is [Regex pattern] && LiteralStart(pattern) is { Length: > 0 } start =>
                [ValueRange.StartingWith(ValueCodec.Encode(start)!)],
            Comparison.ContainsAny when !operands.Contains(null) => [.. operands.Select(value => ValueRange.Exactly(value!))],
            Comparison.ContainsAll when operands is [{ } value, ..] => [ValueRange.Exactly(value)],
            _ => [],
        };
    }

    /// <summary>The text before the first wildcard, of a pattern made by <see cref="Values.Wildcards"/>.</summary>
    private static string LiteralStart(Regex pattern)
    {
        if (pattern.Options.HasFlag(RegexOptions.IgnoreCase))
            return "";
        var expression = pattern.ToString()[1..];
        var end = 0;
        while (end < expression.Length && expression[end] is not ('.' or '$'))
            end += expression[end] == '\\' ? 2 : 1;
        return Regex.Unescape(expression[..Math.Min(end, expression.Length)]);
    }
}
