using Orleans;

namespace AtlasHa.Catalog.Model.TypeDefs;

/// <summary>Which types to list; members that are null or blank do not restrict, those given must all match.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record TypeSearchFilter
{
    /// <summary>class or entity, trait or classification, struct, enum, relationship, business_metadata; any case. Others match nothing.</summary>
    public string? Type { get; init; }

    public string? Name { get; init; }

    public string? NotName { get; init; }

    /// <summary>A supertype at any distance; only entity and classification types have one.</summary>
    public string? SuperType { get; init; }

    public string? NotSuperType { get; init; }

    public string? ServiceType { get; init; }

    public string? NotServiceType { get; init; }

    /// <summary>Hides the type <c>__internal</c> and its subtypes.</summary>
    public bool ExcludeInternalTypesAndReferences { get; init; }
}
