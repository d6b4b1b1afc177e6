using System.Globalization;
using AtlasHa.Catalog.Discovery.Basic;
using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Storage.AdminAudit;

namespace AtlasHa.Catalog.Administration;

/// <summary>Makes conditions on entries of the admin audit of Atlas's filters.</summary>
internal sealed class AdminAuditFilters(DateTimeOffset now)
{
    private const string TypeName = "__AtlasAuditEntry";

    // What one statement of a store takes.
    private const int MaxTests = 500;
    private const int MaxValues = 5000;

    private static readonly Dictionary<string, AdminAuditColumn> Columns = new(StringComparer.Ordinal)
    {
        ["guid"] = AdminAuditColumn.Guid,
        ["userName"] = AdminAuditColumn.User,
        ["operation"] = AdminAuditColumn.Operation,
        ["params"] = AdminAuditColumn.Parameters,
        ["startTime"] = AdminAuditColumn.StartTime,
        ["endTime"] = AdminAuditColumn.EndTime,
        ["clientId"] = AdminAuditColumn.Client,
        ["result"] = AdminAuditColumn.Result,
        ["resultCount"] = AdminAuditColumn.ResultCount,
        ["runId"] = AdminAuditColumn.RunId,
    };

    private int _tests;
    private int _values;

    /// <exception cref="AtlasException">400-00-023: entries have no such member.</exception>
    public static AdminAuditColumn Column(string name) =>
        Columns.TryGetValue(name, out var column) ? column : throw new AtlasException(AtlasErrorCode.UnknownAttribute, name, TypeName);

    /// <exception cref="AtlasException">
    /// 400-00-103, 400-00-104, 400-00-105, 400-00-023; 400-00-029: a value or an operator does not fit, or there is too much; 500-00-001: no condition.
    /// </exception>
    public AdminAuditCondition Compile(FilterCriteria? filter)
    {
        Filters.Check(filter);
        return Condition(filter);
    }

    private AdminAuditCondition Condition(FilterCriteria? filter)
    {
        if (filter is null || filter.IsEmpty)
            return new AdminAuditCondition.All([]);
        if (filter.Criterion is { Count: > 0 } nested)
        {
            AdminAuditCondition[] parts = [.. nested.Where(part => part is { IsEmpty: false }).Select(Condition)];
            return filter.Condition == FilterCondition.Or && parts.Length > 0 ? new AdminAuditCondition.Any(parts) : new AdminAuditCondition.All(parts);
        }
        if (++_tests > MaxTests)
            throw new AtlasException(AtlasErrorCode.BadRequest, $"auditFilters has more than {MaxTests} comparisons");
        var (name, symbol, text) = (filter.AttributeName!, filter.Operator!, filter.AttributeValue ?? "");
        var column = Column(name);
        if (FilterOperators.IsTimeRange(symbol))
        {
            RequireNumber(name, column, symbol);
            var (first, last) = TimeRanges.Parse(text, now);
            return new AdminAuditCondition.All(
                [new AdminAuditCondition.Test(column, AdminAuditComparison.GreaterOrEqual, [first]), new AdminAuditCondition.Test(column, AdminAuditComparison.LessOrEqual, [last])]);
        }
        return FilterOperators.TryParse(symbol, out var comparison)
            ? Test(name, column, comparison, text)
            : throw new AtlasException(AtlasErrorCode.InvalidOperator, name, symbol);
    }

    private AdminAuditCondition Test(string name, AdminAuditColumn column, Comparison comparison, string text)
    {
        switch (comparison)
        {
            case Comparison.IsNull:
                return new AdminAuditCondition.Test(column, AdminAuditComparison.IsNull, []);
            case Comparison.NotNull:
                return new AdminAuditCondition.Test(column, AdminAuditComparison.NotNull, []);
            case Comparison.NotEmpty:
                return new AdminAuditCondition.Test(column, AdminAuditComparison.NotEmpty, []);
            case Comparison.In or Comparison.ContainsAny:
                return new AdminAuditCondition.Test(column, AdminAuditComparison.In, List(name, column, text));
            case Comparison.ContainsAll:
                // An entry has one value of each member.
                return new AdminAuditCondition.All([.. List(name, column, text).Select(value => new AdminAuditCondition.Test(column, AdminAuditComparison.Equal, [value]))]);
            case Comparison.Like:
                RequireText(name, column, "like");
                return new AdminAuditCondition.Test(column, AdminAuditComparison.Like, [text.AsSpan().ContainsAny('*', '?') ? text : $"*{text}*"]);
            case Comparison.StartsWith or Comparison.EndsWith or Comparison.Contains or Comparison.NotContains:
                RequireText(name, column, comparison.ToString());
                return new AdminAuditCondition.Test(column, Enum.Parse<AdminAuditComparison>(comparison.ToString()), [text]);
            default:
                return new AdminAuditCondition.Test(column, Enum.Parse<AdminAuditComparison>(comparison.ToString()), [Value(name, column, text)]);
        }
    }

    private List<object> List(string name, AdminAuditColumn column, string text)
    {
        List<object> values = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => Value(name, column, item))];
        _values += values.Count;
        return _values <= MaxValues ? values : throw new AtlasException(AtlasErrorCode.BadRequest, $"auditFilters has more than {MaxValues} values in lists");
    }

    private static object Value(string name, AdminAuditColumn column, string text) => !IsNumber(column)
        ? text
        : long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new AtlasException(AtlasErrorCode.BadRequest, $"Filter on {name}: {text} is no long");

    private static void RequireNumber(string name, AdminAuditColumn column, string symbol)
    {
        if (!IsNumber(column))
            throw new AtlasException(AtlasErrorCode.BadRequest, $"Filter on {name}: {symbol} is for times, and it is text");
    }

    private static void RequireText(string name, AdminAuditColumn column, string symbol)
    {
        if (IsNumber(column))
            throw new AtlasException(AtlasErrorCode.BadRequest, $"Filter on {name}: {symbol} is for text, and it is a number");
    }

    private static bool IsNumber(AdminAuditColumn column) => column is AdminAuditColumn.StartTime or AdminAuditColumn.EndTime or AdminAuditColumn.ResultCount;
}
