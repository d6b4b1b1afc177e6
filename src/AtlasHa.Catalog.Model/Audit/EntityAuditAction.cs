namespace AtlasHa.Catalog.Model.Audit;

/// <summary>What happened to an entity.</summary>
public enum EntityAuditAction
{
    EntityCreate,
    EntityUpdate,
    EntityDelete,
    EntityPurge,
    EntityImportCreate,
    EntityImportUpdate,
    EntityImportDelete,
    ClassificationAdd,
    ClassificationDelete,
    ClassificationUpdate,
    PropagatedClassificationAdd,
    PropagatedClassificationDelete,
    PropagatedClassificationUpdate,
    TermAdd,
    TermDelete,
    LabelAdd,
    LabelDelete,
    CustomAttributeUpdate,
    BusinessAttributeUpdate,
}
