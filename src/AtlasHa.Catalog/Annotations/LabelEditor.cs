using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Audit;

namespace AtlasHa.Catalog.Annotations;

/// <summary>Changes the labels of loaded entities.</summary>
internal sealed class LabelEditor(AnnotationWriter writer)
{
    /// <summary>Makes these, which are valid, all the labels of the entity. Another order is no change.</summary>
    public void Set(StoredEntity entity, IEnumerable<string> labels)
    {
        IReadOnlyList<string> before = entity.Document.Labels ?? [];
        List<string>? after = LabelRules.Normalize([.. labels]);
        string[] added = [.. (after ?? []).Except(before)];
        string[] removed = [.. before.Except(after ?? [])];
        if (added.Length == 0 && removed.Length == 0)
            return;

        writer.Changes.Annotate(entity with { Document = entity.Document with { Labels = after } });
        if (added.Length > 0)
            writer.Changes.Audit.Add(entity.Guid, EntityAuditAction.LabelAdd, $"Added labels: {string.Join(' ', added)}");
        if (removed.Length > 0)
            writer.Changes.Audit.Add(entity.Guid, EntityAuditAction.LabelDelete, $"Deleted labels: {string.Join(' ', removed)}");
    }
}
