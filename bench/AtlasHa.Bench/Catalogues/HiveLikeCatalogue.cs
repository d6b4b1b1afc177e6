using System.Text.Json;

namespace AtlasHa.Bench.Catalogues;

/// <summary>
/// A generated catalogue in the shape of Hive's: databases with tables, tables with columns, processes between tables. The same number makes the
/// same database, so that what a run asks for is known without asking.
/// </summary>
internal static class HiveLikeCatalogue
{
    public const int TablesPerDatabase = 20;

    public const string TableType = "bench_table";

    private const int ColumnsPerTable = 8;
    private const int ProcessesPerDatabase = 5;

    /// <summary>Placeholders: -1 the database, -2 to -21 its tables, then columns and processes.</summary>
    private const int FirstTable = 2;
    private const int FirstColumn = FirstTable + TablesPerDatabase;
    private const int FirstProcess = FirstColumn + (TablesPerDatabase * ColumnsPerTable);

    /// <summary>A database with all that belongs to it.</summary>
    public const int EntitiesPerDatabase = 1 + (TablesPerDatabase * (1 + ColumnsPerTable)) + ProcessesPerDatabase;

    private static readonly string[] ColumnTypes = ["bigint", "string", "decimal(10,2)", "timestamp"];

    /// <summary>The types, for <c>types/typedefs</c>.</summary>
    public static string TypeDefs => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "hive-like-model.json"));

    public static string TableName(int database, int table) => $"db{database}.table{table}@bench";

    /// <summary>The placeholder under which <see cref="Database"/> has a table.</summary>
    public static string TablePlaceholder(int table) => $"-{FirstTable + table}";

    /// <summary>A database with its tables, columns and processes, for <c>entity/bulk</c>: UTF-8 JSON.</summary>
    public static byte[] Database(int database)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("entities");
            Entity(json, "bench_db", 1, $"db{database}@bench", $"db{database}", attributes => attributes.WriteString("location", $"/warehouse/db{database}"));
            for (var table = 0; table < TablesPerDatabase; table++) Table(json, database, table);
            for (var process = 0; process < ProcessesPerDatabase; process++) Process(json, database, process);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void Table(Utf8JsonWriter json, int database, int table)
    {
        Entity(json, TableType, FirstTable + table, TableName(database, table), $"table{table}", attributes =>
        {
            attributes.WriteNumber("createTime", 1_700_000_000_000 + (database * 1000L) + table);
            attributes.WriteString("tableType", table % 4 == 0 ? "EXTERNAL_TABLE" : "MANAGED_TABLE");
            attributes.WriteStartObject("parameters");
            attributes.WriteString("numFiles", $"{table}");
            attributes.WriteString("serialization.format", "1");
            attributes.WriteEndObject();
        }, relations => Reference(relations, "db", 1));
        for (var column = 0; column < ColumnsPerTable; column++)
        {
            var position = column;
            Entity(json, "bench_column", FirstColumn + (table * ColumnsPerTable) + column, $"db{database}.table{table}.column{column}@bench", $"column{column}", attributes =>
            {
                attributes.WriteString("type", ColumnTypes[position % ColumnTypes.Length]);
                attributes.WriteNumber("position", position);
            }, relations => Reference(relations, "table", FirstTable + table));
        }
    }

    /// <summary>Each reads three tables and writes the next one, so that lineage runs through the database.</summary>
    private static void Process(Utf8JsonWriter json, int database, int process)
    {
        var output = 3 * (process + 1);
        Entity(json, "bench_process", FirstProcess + process, $"db{database}.process{process}@bench", $"process{process}", attributes =>
        {
            attributes.WriteString("queryText", $"insert into table{output} select * from table{output - 3}");
            attributes.WriteStartArray("inputs");
            for (var input = output - 3; input < output; input++) Reference(attributes, null, FirstTable + input);
            attributes.WriteEndArray();
            attributes.WriteStartArray("outputs");
            Reference(attributes, null, FirstTable + output);
            attributes.WriteEndArray();
        });
    }

    private static void Entity(
        Utf8JsonWriter json, string type, int placeholder, string qualifiedName, string name, Action<Utf8JsonWriter> attributes, Action<Utf8JsonWriter>? relations = null)
    {
        json.WriteStartObject();
        json.WriteString("typeName", type);
        json.WriteString("guid", $"-{placeholder}");
        json.WriteStartObject("attributes");
        json.WriteString("qualifiedName", qualifiedName);
        json.WriteString("name", name);
        json.WriteString("owner", "bench");
        attributes(json);
        json.WriteEndObject();
        if (relations is not null)
        {
            json.WriteStartObject("relationshipAttributes");
            relations(json);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Reference(Utf8JsonWriter json, string? name, int placeholder)
    {
        if (name is null) json.WriteStartObject();
        else json.WriteStartObject(name);
        json.WriteString("guid", $"-{placeholder}");
        json.WriteEndObject();
    }
}
