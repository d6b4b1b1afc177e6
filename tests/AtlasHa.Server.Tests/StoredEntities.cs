using Microsoft.Data.Sqlite;

namespace AtlasHa.Server.Tests;

/// <summary>Looks into the cluster's database file, past all of the product's code.</summary>
internal static class StoredEntities
{
    /// <summary>How many active entities hold each qualified name.</summary>
    public static Dictionary<string, int> CountByQualifiedName(string storePath)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = storePath, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT json_extract(document, '$.attributes.qualifiedName') AS name, count(*) FROM entity WHERE status = 0 GROUP BY name HAVING name IS NOT NULL";
        using var rows = command.ExecuteReader();
        var counts = new Dictionary<string, int>();
        while (rows.Read()) counts[rows.GetString(0)] = rows.GetInt32(1);
        return counts;
    }
}
