using AtlasHa.Catalog.Classifications;
using AtlasHa.Catalog.Model.Audit;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Audit;

/// <summary>The events that follow from changed classifications, for the entity where one was put and for those to which it has spread.</summary>
internal static class ClassificationEvents
{
    public static void Record(ClassificationTable table, AuditTrail trail)
    {
        foreach (ClassificationChange change in table.Changes)
        {
            switch (change)
            {
                case { Before: null, After: { IsPassage: false } added }:
                    Add(added, table, trail);
                    break;
                case { Before: { IsPassage: false } removed, After: null }:
                    Remove(removed, trail);
                    break;
                case { IsRewrite: true, After: { } rewritten }:
                    Update(rewritten, table, trail);
                    break;
            }
        }
    }

    private static void Add(ClassificationRow row, ClassificationTable table, AuditTrail trail)
    {
        if (row.IsDirect)
            trail.AddJson(row.EntityGuid, EntityAuditAction.ClassificationAdd, "Added classification: ", table.Get(row.Tag));
        else
            trail.AddJson(row.EntityGuid, EntityAuditAction.PropagatedClassificationAdd, "Added propagated classification: ", table.Get(row.Tag));
    }

    private static void Remove(ClassificationRow row, AuditTrail trail)
    {
        if (row.IsDirect)
            trail.Add(row.EntityGuid, EntityAuditAction.ClassificationDelete, $"Deleted classification: {row.TypeName}");
        else
            trail.Add(row.EntityGuid, EntityAuditAction.PropagatedClassificationDelete, $"Deleted propagated classification: {row.TypeName}");
    }

    private static void Update(ClassificationRow row, ClassificationTable table, AuditTrail trail)
    {
        trail.AddJson(row.EntityGuid, EntityAuditAction.ClassificationUpdate, "Updated classification: ", table.Get(row.Tag));
        foreach (ClassificationRow spread in table.SpreadOf(row.Tag).Where(other => other.IsPropagated && !table.IsNew(other)))
            trail.AddJson(
                spread.EntityGuid, EntityAuditAction.PropagatedClassificationUpdate, "Updated propagated classification: ", table.Get(row.Tag));
    }
}
