using Orleans;

namespace AtlasHa.Catalog.Model.TypeDefs;

/// <summary>Which types a listing shows; members that are null do not restrict it, all others must hold.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record TypeDefFilter
{
    /// <summary>Category as clients spell it, in any case: class or entity, trait or classification, struct, enum, relationship, business_metadata.</summary>
    public string? Type { get; init; }

    public string? Name { get; init; }

    public string? NotName { get; init; }

    /// <summary>Only classifications and entity types that have this type above them, at any height.</summary>
    public string? SuperType { get; init; }

    public string? NotSuperType { get; init; }

    public string? ServiceType { get; init; }

    public string? NotServiceType { get; init; }

    /// <summary>Hides <c>__internal</c> and its subtypes.</summary>
    public bool ExcludeInternalTypesAndReferences { get; init; }
}
