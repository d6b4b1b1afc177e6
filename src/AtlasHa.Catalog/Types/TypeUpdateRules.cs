using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>What may not change in a definition that exists. Both definitions are in stored form.</summary>
internal static class TypeUpdateRules
{
    /// <exception cref="AtlasException">The first rule that is broken.</exception>
    public static void Check(AtlasBaseTypeDef old, AtlasBaseTypeDef updated)
    {
        if (old is AtlasStructDef oldStruct && updated is AtlasStructDef updatedStruct)
            CheckAttributes(oldStruct, updatedStruct);
        switch (old, updated)
        {
            case (AtlasEntityDef o, AtlasEntityDef u):
                CheckSuperTypes(u.Name, o.SuperTypes, u.SuperTypes);
                break;
            case (AtlasClassificationDef o, AtlasClassificationDef u):
                CheckSuperTypes(u.Name, o.SuperTypes, u.SuperTypes);
                if (u.EntityTypes is { Count: > 0 } && Removed(o.EntityTypes, u.EntityTypes) is { } entityType)
                    throw new AtlasException(AtlasErrorCode.EntitytypeRemovalNotSupported, u.Name, entityType);
                break;
            case (AtlasRelationshipDef o, AtlasRelationshipDef u):
                CheckRelationship(o, u);
                break;
            case (AtlasBusinessMetadataDef o, AtlasBusinessMetadataDef u):
                CheckApplicableTypes(o, u);
                break;
        }
    }

    private static void CheckAttributes(AtlasStructDef old, AtlasStructDef updated)
    {
        var remaining = updated.AttributeDefs!.ToDictionary(attribute => attribute.Name!, StringComparer.Ordinal);
        foreach (var attribute in old.AttributeDefs!)
        {
            if (!remaining.Remove(attribute.Name!, out var now))
                throw new AtlasException(AtlasErrorCode.AttributeDeletionNotSupported, updated.Name, attribute.Name);
            if (now.TypeName != attribute.TypeName)
                throw new AtlasException(
                    AtlasErrorCode.BadRequest,
                    $"Data type update for attribute is not supported: {updated.Name}.{attribute.Name} from {attribute.TypeName} to {now.TypeName}");
        }
        if (remaining.Values.FirstOrDefault(attribute => !attribute.IsOptional) is { } mandatory)
            throw new AtlasException(AtlasErrorCode.CannotAddMandatoryAttribute, updated.Name, mandatory.Name);
    }

    private static void CheckSuperTypes(string? name, List<string>? old, List<string>? updated)
    {
        if (Removed(old, updated) is { } removed)
            throw new AtlasException(AtlasErrorCode.SupertypeRemovalNotSupported, name, removed);
    }

    private static void CheckRelationship(AtlasRelationshipDef old, AtlasRelationshipDef updated)
    {
        if (old.RelationshipCategory != updated.RelationshipCategory)
            throw new AtlasException(
                AtlasErrorCode.RelationshipdefInvalidCategoryUpdate, updated.Name, updated.RelationshipCategory, old.RelationshipCategory);
        if (!SameEnd(old.EndDef1!, updated.EndDef1!))
            throw new AtlasException(AtlasErrorCode.RelationshipdefInvalidEnd1Update, updated.Name, Show(updated.EndDef1!), Show(old.EndDef1!));
        if (!SameEnd(old.EndDef2!, updated.EndDef2!))
            throw new AtlasException(AtlasErrorCode.RelationshipdefInvalidEnd2Update, updated.Name, Show(updated.EndDef2!), Show(old.EndDef2!));
    }

    private static void CheckApplicableTypes(AtlasBusinessMetadataDef old, AtlasBusinessMetadataDef updated)
    {
        foreach (var (before, after) in old.AttributeDefs!.Join(updated.AttributeDefs!, a => a.Name, a => a.Name, (a, b) => (a, b)))
        {
            if (BusinessMetadataType.ApplicableEntityTypes(before).Except(BusinessMetadataType.ApplicableEntityTypes(after)).Any())
                throw new AtlasException(AtlasErrorCode.ApplicableEntityTypesDeletionNotSupported, before.Name, updated.Name);
        }
    }

    private static bool SameEnd(AtlasRelationshipEndDef a, AtlasRelationshipEndDef b) =>
        (a.Type, a.Name, a.IsContainer, a.Cardinality) == (b.Type, b.Name, b.IsContainer, b.Cardinality);

    private static string Show(AtlasRelationshipEndDef end) =>
        $"{end.Type}.{end.Name} ({end.Cardinality}{(end.IsContainer ? ", container" : "")})";

    private static string? Removed(List<string>? old, List<string>? updated) => (old ?? []).Except(updated ?? []).FirstOrDefault();
}
