namespace AtlasHa.Catalog.Tests.Discovery;

/// <summary>A table of a small catalogue as the test knows it.</summary>
internal sealed record NaiveTable(string Name, string? Owner, long Rows, long Size, string[] Aliases, bool IsView, bool IsDeleted, string? Database)
{
    /// <summary>Tables with few different values, so that filters hit some of them.</summary>
    public static IReadOnlyList<NaiveTable> Many(int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(n => new NaiveTable(
            $"{Pick("ab", "ba", "aab", "Bé")}{n}",
            Pick("ann", "bob", "an", null),
            random.Next(-3, 4),
            random.Next(0, 4),
            [.. new[] { "x", "y", "xy" }.Where(_ => random.Next(2) == 0)],
            random.Next(4) == 0,
            random.Next(5) == 0,
            Pick("d1", "d2", null)))];

        T Pick<T>(params T[] values) => values[random.Next(values.Length)];
    }

    public string ToJson(int n)
    {
        var owner = Owner is null ? "null" : $"\"{Owner}\"";
        var aliases = string.Join(',', Aliases.Select(alias => $"\"{alias}\""));
        var database = Database is null ? "{}" : $"{{ \"db\": {{ \"guid\": \"-{Database[1..]}\" }} }}";
        return $$"""
            { "guid": "-{{n + 10}}", "typeName": "{{(IsView ? "view" : "table")}}", "relationshipAttributes": {{database}}, "attributes": {
              "qualifiedName": "{{Name}}@c", "name": "{{Name}}", "owner": {{owner}}, "rows": {{Rows}}, "size": {{Size}}, "aliases": [{{aliases}}] } }
            """;
    }
}
