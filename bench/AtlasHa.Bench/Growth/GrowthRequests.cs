using System.Text.Json;
using AtlasHa.Bench.Catalogues;

namespace AtlasHa.Bench.Growth;

/// <summary>What is asked for at each size: lines for <c>requests.lua</c>. Every kind's answer has about the same length whatever the size of the catalogue.</summary>
internal static class GrowthRequests
{
    public const string ByGuid = "GET by guid";

    private const string Api = "/api/atlas/v2";
    private const int Limit = 25;

    public static IReadOnlyList<(string Kind, Func<LoadedTables, IEnumerable<string>> Lines)> Kinds { get; } =
    [
        (ByGuid, tables => tables.Guids.Select(guid => $"{Api}/entity/guid/{guid}")),
        ("GET by qualifiedName", tables => tables.Names.Select(name => $"{Api}/entity/uniqueAttribute/type/{HiveLikeCatalogue.TableType}?attr:qualifiedName={name}")),
        ("basic search by type", tables => tables.Names.Select((_, number) => $"{Api}/search/basic?typeName={HiveLikeCatalogue.TableType}&limit={Limit}&offset={number % 100}")),
        ("basic search by attribute", tables => tables.Names.Select(name => $"{Api}/search/basic\t{ByName(name)}")),
        ("basic search by text", tables => tables.Names.Select(name => $"{Api}/search/basic?query={Database(name)}&limit={Limit}")),
        ("DSL search by attribute", tables => tables.Names.Select(name => $"{Api}/search/dsl?query={Uri.EscapeDataString($"{HiveLikeCatalogue.TableType} where qualifiedName = \"{name}\"")}")),
        ("lineage of depth 3", tables => tables.Guids.Select(guid => $"{Api}/lineage/{guid}?depth=3")),
    ];

    private static string ByName(string name) => JsonSerializer.Serialize(new
    {
        typeName = HiveLikeCatalogue.TableType,
        limit = Limit,
        entityFilters = new { attributeName = "qualifiedName", @operator = "eq", attributeValue = name },
    });

    /// <summary>The word that all of a table's database have in their names, and no others.</summary>
    private static string Database(string table) => table[..table.IndexOf('.', StringComparison.Ordinal)];
}
