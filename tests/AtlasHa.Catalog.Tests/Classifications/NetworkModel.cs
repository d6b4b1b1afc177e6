namespace AtlasHa.Catalog.Tests.Classifications;

/// <summary>Nodes and gates, any of which can be linked with any other by relationships that pass classifications on in different ways.</summary>
internal static class NetworkModel
{
    public static readonly string[] Links = ["net_none", "net_forth", "net_back", "net_both"];

    /// <summary>The second one is for nodes only: a gate passes it on and does not have it.</summary>
    public static readonly string[] Tags = ["net_tag", "net_node_tag"];

    public static readonly string Json = $$"""
        {
          "classificationDefs": [
            { "name": "net_tag", "attributeDefs": [ { "name": "level", "typeName": "int", "isOptional": true } ] },
            { "name": "net_node_tag", "entityTypes": [ "net_node" ] } ],
          "entityDefs": [ { "name": "net_point", "superTypes": [ "Referenceable" ] }, { "name": "net_node", "superTypes": [ "net_point" ] },
            { "name": "net_gate", "superTypes": [ "net_point" ] } ],
          "relationshipDefs": [ {{Link("net_none", "NONE")}}, {{Link("net_forth", "ONE_TO_TWO")}}, {{Link("net_back", "TWO_TO_ONE")}}, {{Link("net_both", "BOTH")}} ]
        }
        """;

    private static string Link(string name, string propagateTags) => $$"""
        { "name": "{{name}}", "relationshipCategory": "ASSOCIATION", "propagateTags": "{{propagateTags}}",
          "endDef1": { "type": "net_point", "name": "{{name}}_to", "cardinality": "SET" },
          "endDef2": { "type": "net_point", "name": "{{name}}_from", "cardinality": "SET" } }
        """;
}
