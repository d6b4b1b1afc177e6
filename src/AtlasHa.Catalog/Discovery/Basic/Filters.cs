using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Basic;

/// <summary>Makes predicates of filters.</summary>
internal sealed class Filters(Func<string, SearchAttribute> attributes, DateTimeOffset now)
{
    /// <summary>Checks operators, names and values throughout, before anything else of the search is looked at.</summary>
    /// <exception cref="AtlasException">400-00-103, 400-00-104, 400-00-105; 500-00-001: nested filters without condition.</exception>
    public static void Check(FilterCriteria? filter)
    {
        if (filter is null || filter.IsEmpty)
            return;
        if (filter.Criterion is { Count: > 0 } nested)
        {
            if (filter.Condition is null)
                throw new AtlasException(AtlasErrorCode.InternalError, "a filter has criterion but no condition: AND or OR is missing");
            nested.ForEach(Check);
            return;
        }
        if (string.IsNullOrWhiteSpace(filter.Operator) || !(FilterOperators.TryParse(filter.Operator, out var comparison) || FilterOperators.IsTimeRange(filter.Operator)))
            throw new AtlasException(AtlasErrorCode.InvalidOperator, filter.AttributeName, filter.Operator);
        if (string.IsNullOrWhiteSpace(filter.AttributeName))
            throw new AtlasException(AtlasErrorCode.BlankNameAttribute, filter.Operator);
        if (string.IsNullOrWhiteSpace(filter.AttributeValue) && (comparison is not (Comparison.IsNull or Comparison.NotNull) || FilterOperators.IsTimeRange(filter.Operator)))
            throw new AtlasException(AtlasErrorCode.BlankValueAttribute, filter.AttributeName, filter.Operator);
    }

    /// <summary>The attributes that a checked filter names.</summary>
    public static IEnumerable<string> AttributesOf(FilterCriteria? filter) => filter is null || filter.IsEmpty
        ? []
        : filter.Criterion is { Count: > 0 } nested ? nested.SelectMany(AttributesOf).Distinct() : [filter.AttributeName!];

    /// <summary>The predicate of a checked filter.</summary>
    /// <exception cref="AtlasException">400-00-023: no such attribute; 400-00-029: a value does not fit its attribute.</exception>
    public Predicate Compile(FilterCriteria? filter)
    {
        if (filter is null || filter.IsEmpty)
            return Predicate.True;
        if (filter.Criterion is { Count: > 0 } nested)
        {
            Predicate[] parts = [.. nested.Where(part => part is { IsEmpty: false }).Select(Compile)];
            return filter.Condition == FilterCondition.Or && parts.Length > 0 ? new Predicate.Any(parts) : Predicate.And(parts);
        }
        var attribute = attributes(filter.AttributeName!);
        var text = filter.AttributeValue ?? "";
        if (FilterOperators.IsTimeRange(filter.Operator!))
        {
            var (first, last) = TimeRanges.Parse(text, now);
            return Predicate.And(new Predicate.Test(attribute, Comparison.GreaterOrEqual, [first]), new Predicate.Test(attribute, Comparison.LessOrEqual, [last]));
        }
        return FilterOperators.TryParse(filter.Operator!, out var comparison)
            ? new Predicate.Test(attribute, comparison, Operands(attribute, comparison, text))
            : throw new AtlasException(AtlasErrorCode.InvalidOperator, filter.AttributeName, filter.Operator);
    }

    private static IReadOnlyList<object> Operands(SearchAttribute attribute, Comparison comparison, string text) => comparison switch
    {
        Comparison.IsNull or Comparison.NotNull or Comparison.NotEmpty => [],
        Comparison.Like => [Values.Wildcards(text.AsSpan().ContainsAny('*', '?') ? text : $"*{text}*")],
        Comparison.StartsWith or Comparison.EndsWith or Comparison.Contains or Comparison.NotContains => [text],
        Comparison.In or Comparison.ContainsAny or Comparison.ContainsAll =>
            [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => Operand(attribute, item))],
        _ => [Operand(attribute, text)],
    };

    private static object Operand(SearchAttribute attribute, string text)
    {
        var type = attribute.ElementType;
        // Java reads whatever is not "true" as false; an unknown enum value is one that nothing has.
        if (type.Name == "boolean")
            return string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);
        if (type is not PrimitiveType)
            return text;
        return type.TryNormalize(attribute.IsNumber ? text.Trim() : text, out var value) && value is not null
            ? value
            : throw new AtlasException(AtlasErrorCode.BadRequest, $"Filter on {attribute.Name}: {text} is no {type.Name}");
    }
}
