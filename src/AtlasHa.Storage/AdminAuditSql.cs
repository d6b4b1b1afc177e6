using AtlasHa.Catalog.Storage.AdminAudit;

namespace AtlasHa.Storage;

/// <summary>The statement of one search of the admin audit, with the values of its parameters. Both stores know all of it but what the dialect says.</summary>
internal sealed class AdminAuditSql(AdminAuditDialect dialect)
{
    /// <summary>The columns as they are read.</summary>
    private const string Columns = "id, guid, user_name, operation, parameters, start_time, end_time, client, result, result_count, run_id";

    // Never read, and of the column's type.
    private const string NoDetails = "CASE WHEN 1 = 0 THEN details END";

    private readonly List<object> _values = [];

    /// <summary>What the parameters stand for, in their order.</summary>
    public IReadOnlyList<object> Values => _values;

    public string Select(AdminAuditQuery query)
    {
        var direction = query.Descending ? " DESC" : "";
        var order = query.SortBy is { } column ? $"{Name(column)}{direction}{(IsOptional(column) ? " NULLS LAST" : "")}, " : "";
        var where = Condition(query.Where);
        return $"SELECT {Columns}, {(query.WithoutDetails ? NoDetails : "details")} FROM admin_audit WHERE {where} ORDER BY {order}id{direction} LIMIT {Value((long)query.Count)} OFFSET {Value((long)query.Offset)}";
    }

    private string Condition(AdminAuditCondition condition) => condition switch
    {
        AdminAuditCondition.All { Parts.Count: 0 } => "1 = 1",
        AdminAuditCondition.Any { Parts.Count: 0 } => "1 = 0",
        AdminAuditCondition.All all => $"({string.Join(" AND ", all.Parts.Select(Condition))})",
        AdminAuditCondition.Any any => $"({string.Join(" OR ", any.Parts.Select(Condition))})",
        AdminAuditCondition.Test test => Test(test),
        _ => throw new ArgumentException($"unknown condition {condition}", nameof(condition)),
    };

    private string Test(AdminAuditCondition.Test test)
    {
        var column = Name(test.Column);
        return test.Comparison switch
        {
            AdminAuditComparison.Equal => $"{column} = {Value(test.Values[0])}",
            AdminAuditComparison.NotEqual => $"{column} IS DISTINCT FROM {Value(test.Values[0])}",
            AdminAuditComparison.Less => $"{column} < {Value(test.Values[0])}",
            AdminAuditComparison.LessOrEqual => $"{column} <= {Value(test.Values[0])}",
            AdminAuditComparison.Greater => $"{column} > {Value(test.Values[0])}",
            AdminAuditComparison.GreaterOrEqual => $"{column} >= {Value(test.Values[0])}",
            AdminAuditComparison.In => test.Values.Count == 0 ? "1 = 0" : $"{column} IN ({string.Join(", ", test.Values.Select(Value))})",
            AdminAuditComparison.Like => dialect.Like(column, Value(dialect.Pattern((string)test.Values[0]))),
            AdminAuditComparison.StartsWith when Value(test.Values[0]) is var start => $"substr({column}, 1, length({start})) = {start}",
            AdminAuditComparison.EndsWith when Value(test.Values[0]) is var end => $"substr({column}, length({column}) - length({end}) + 1) = {end}",
            AdminAuditComparison.Contains => $"{dialect.Find}({column}, {Value(test.Values[0])}) > 0",
            AdminAuditComparison.NotContains => $"coalesce({dialect.Find}({column}, {Value(test.Values[0])}), 0) = 0",
            AdminAuditComparison.IsNull => $"{column} IS NULL",
            AdminAuditComparison.NotNull => $"{column} IS NOT NULL",
            AdminAuditComparison.NotEmpty => IsNumber(test.Column) ? $"{column} IS NOT NULL" : $"{column} <> ''",
            _ => throw new ArgumentException($"unknown comparison {test.Comparison}", nameof(test)),
        };
    }

    private string Value(object value)
    {
        _values.Add(value);
        return dialect.Parameter(_values.Count, value);
    }

    private static string Name(AdminAuditColumn column) => column switch
    {
        AdminAuditColumn.Guid => "guid",
        AdminAuditColumn.User => "user_name",
        AdminAuditColumn.Operation => "operation",
        AdminAuditColumn.Parameters => "parameters",
        AdminAuditColumn.StartTime => "start_time",
        AdminAuditColumn.EndTime => "end_time",
        AdminAuditColumn.Client => "client",
        AdminAuditColumn.Result => "result",
        AdminAuditColumn.ResultCount => "result_count",
        AdminAuditColumn.RunId => "run_id",
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, "unknown column"),
    };

    private static bool IsNumber(AdminAuditColumn column) => column is AdminAuditColumn.StartTime or AdminAuditColumn.EndTime or AdminAuditColumn.ResultCount;

    private static bool IsOptional(AdminAuditColumn column) =>
        column is AdminAuditColumn.Parameters or AdminAuditColumn.Client or AdminAuditColumn.Result or AdminAuditColumn.RunId;
}
