using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Models.Patches;

/// <summary>One change of a type definition, as a patch file has it. Which members count depends on the action.</summary>
internal sealed record TypeDefPatch
{
    public string? Id { get; init; }

    public string? Description { get; init; }

    public string? Action { get; init; }

    public string? TypeName { get; init; }

    /// <summary>The version of the type that the patch is for; a longer one that begins with it will do.</summary>
    public string? ApplyToVersion { get; init; }

    /// <summary>The version that the type has afterwards.</summary>
    public string? UpdateToVersion { get; init; }

    public Dictionary<string, object?>? Params { get; init; }

    public List<AtlasAttributeDef>? AttributeDefs { get; init; }

    public List<AtlasEnumElementDef>? ElementDefs { get; init; }

    public Dictionary<string, string>? TypeDefOptions { get; init; }

    public string? ServiceType { get; init; }

    public string? AttributeName { get; init; }

    public List<string>? SuperTypes { get; init; }

    /// <summary>A parameter as text; null when it is absent.</summary>
    public string? Parameter(string name) => Params?.GetValueOrDefault(name)?.ToString();
}
