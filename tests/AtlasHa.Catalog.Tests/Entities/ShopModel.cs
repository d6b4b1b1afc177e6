namespace AtlasHa.Catalog.Tests.Entities;

/// <summary>A small model of our own with one of everything that entities can have.</summary>
internal static class ShopModel
{
    public const string Json = """
    {
      "enumDefs": [
        { "name": "shop_kind", "elementDefs": [ { "value": "MANAGED", "ordinal": 1 }, { "value": "EXTERNAL", "ordinal": 2 } ] }
      ],
      "structDefs": [
        { "name": "shop_address", "attributeDefs": [
          { "name": "city", "typeName": "string", "isOptional": false },
          { "name": "keeper", "typeName": "shop_note", "isOptional": true } ] }
      ],
      "classificationDefs": [
        { "name": "shop_pii", "attributeDefs": [ { "name": "level", "typeName": "int", "isOptional": true } ] },
        { "name": "shop_secret", "entityTypes": [ "shop_db" ] }
      ],
      "entityDefs": [
        { "name": "shop_db", "superTypes": [ "Asset" ], "attributeDefs": [
          { "name": "region", "typeName": "string", "isOptional": true },
          { "name": "createTime", "typeName": "date", "isOptional": true } ] },
        { "name": "shop_site", "superTypes": [ "Asset" ] },
        { "name": "shop_table", "superTypes": [ "DataSet" ],
          "options": { "schemaAttributes": "[\"rows\"]", "appendRelationshipsOnPartialUpdate": "[\"watchers\"]" },
          "attributeDefs": [
          { "name": "kind", "typeName": "shop_kind", "isOptional": true },
          { "name": "rows", "typeName": "long", "isOptional": true },
          { "name": "size", "typeName": "int", "isOptional": true, "defaultValue": "7" },
          { "name": "opened", "typeName": "date", "isOptional": true },
          { "name": "live", "typeName": "boolean", "isOptional": true },
          { "name": "address", "typeName": "shop_address", "isOptional": true },
          { "name": "params", "typeName": "map<string,string>", "isOptional": true },
          { "name": "aliases", "typeName": "array<string>", "cardinality": "SET", "isOptional": true },
          { "name": "history", "typeName": "array<string>", "cardinality": "LIST", "isOptional": true,
            "options": { "isAppendOnPartialUpdate": "true" } } ] },
        { "name": "shop_view", "superTypes": [ "shop_table" ] },
        { "name": "shop_column", "superTypes": [ "DataSet" ], "attributeDefs": [ { "name": "dataType", "typeName": "string", "isOptional": false } ] },
        { "name": "shop_job", "superTypes": [ "Process" ] },
        { "name": "shop_job_part", "superTypes": [ "Process" ] },
        { "name": "shop_note", "superTypes": [ "Referenceable" ], "attributeDefs": [
          { "name": "about", "typeName": "DataSet", "isOptional": true },
          { "name": "parts", "typeName": "array<shop_note>", "isOptional": true, "constraints": [ { "type": "ownedRef" } ] } ] }
      ],
      "relationshipDefs": [
        { "name": "shop_db_tables", "relationshipCategory": "AGGREGATION",
          "attributeDefs": [ { "name": "since", "typeName": "int", "isOptional": true } ],
          "endDef1": { "type": "shop_db", "name": "tables", "isContainer": true, "cardinality": "SET" },
          "endDef2": { "type": "shop_table", "name": "db", "cardinality": "SINGLE" } },
        { "name": "shop_table_columns", "relationshipCategory": "COMPOSITION",
          "endDef1": { "type": "shop_table", "name": "columns", "isContainer": true, "cardinality": "SET" },
          "endDef2": { "type": "shop_column", "name": "table", "cardinality": "SINGLE" } },
        { "name": "shop_table_keys", "relationshipCategory": "COMPOSITION",
          "endDef1": { "type": "shop_table", "name": "keys", "isContainer": true, "cardinality": "SET" },
          "endDef2": { "type": "shop_column", "name": "table", "cardinality": "SINGLE" } },
        { "name": "shop_db_site", "relationshipCategory": "ASSOCIATION",
          "endDef1": { "type": "shop_db", "name": "site", "cardinality": "SINGLE" },
          "endDef2": { "type": "shop_site", "name": "db", "cardinality": "SINGLE" } },
        { "name": "shop_table_watchers", "relationshipCategory": "ASSOCIATION",
          "endDef1": { "type": "shop_table", "name": "watchers", "cardinality": "SET" },
          "endDef2": { "type": "shop_site", "name": "watched", "cardinality": "SET" } },
        { "name": "shop_table_site", "relationshipCategory": "ASSOCIATION",
          "endDef1": { "type": "shop_table", "name": "mirror", "cardinality": "SINGLE", "isPropagateDelete": true },
          "endDef2": { "type": "shop_site", "name": "mirrored", "cardinality": "SINGLE" } },
        { "name": "shop_note_topic", "relationshipCategory": "ASSOCIATION", "propagateTags": "ONE_TO_TWO",
          "attributeDefs": [
            { "name": "weight", "typeName": "int", "isOptional": false },
            { "name": "origin", "typeName": "string", "isOptional": true },
            { "name": "state", "typeName": "string", "isOptional": true, "defaultValue": "new" } ],
          "endDef1": { "type": "shop_db", "name": "notes", "cardinality": "SET" },
          "endDef2": { "type": "shop_note", "name": "topics", "cardinality": "SET" } },
        { "name": "shop_job_lineage", "relationshipCategory": "AGGREGATION",
          "endDef1": { "type": "shop_job", "name": "columnLineages", "isContainer": true, "cardinality": "SET" },
          "endDef2": { "type": "shop_job_part", "name": "query", "cardinality": "SINGLE" } }
      ],
      "businessMetadataDefs": [
        { "name": "shop_care", "attributeDefs": [
          { "name": "steward", "typeName": "string", "isOptional": true,
            "options": { "maxStrLength": "10", "applicableEntityTypes": "[\"shop_table\"]" } },
          { "name": "score", "typeName": "int", "isOptional": true, "options": { "applicableEntityTypes": "[\"shop_table\"]" } } ] }
      ]
    }
    """;
}
