using AtlasHa.Catalog.Annotations;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Classifications;

/// <summary>Puts classifications on loaded entities, changes and removes them. What is refused has changed nothing.</summary>
internal sealed class ClassificationEditor(AnnotationWriter writer)
{
    private ClassificationTable Table => writer.Graph.Classifications;

    /// <exception cref="AtlasException">
    /// 404-00-008 unknown classification; 400-00-055 not for entities of this type; 400-00-01A bad attributes or validity, or there already.
    /// </exception>
    public void Add(StoredEntity entity, IReadOnlyList<AtlasClassification> given)
    {
        EntityType type = writer.Types.GetEntityType(entity.TypeName);
        IReadOnlyList<AtlasClassification> added =
            ClassificationRules.ForNewEntity(given, entity.Guid, entity.Guid, type, writer.Types);
        foreach (AtlasClassification classification in added)
        {
            if (Table.FindDirect(entity.Guid, classification.TypeName!) is not null)
                throw new AtlasException(
                    AtlasErrorCode.InvalidParameters, $"entity: {entity.Guid}, already associated with classification: {classification.TypeName}");
        }

        Classify(entity, added);
    }

    /// <exception cref="AtlasException">
    /// 400-00-06B it comes from another entity; 404-00-008 unknown classification; 400-00-06D not put on this entity; 400-00-01A bad attributes or
    /// validity.
    /// </exception>
    public void Update(StoredEntity entity, IReadOnlyList<AtlasClassification> given)
    {
        var updated = new List<AtlasClassification>();
        foreach (AtlasClassification classification in given)
        {
            if (classification.EntityGuid is { Length: > 0 } source && source != entity.Guid)
                throw new AtlasException(
                    AtlasErrorCode.ClassificationUpdateFromPropagatedEntity, classification.TypeName, entity.Guid, source);
            ClassificationType type = ClassificationRules.TypeOf(classification, writer.Types);
            ClassificationRow current = Direct(entity, type.Name);
            updated.Add(ClassificationRules.Merge(Table.Get(current.Tag), classification, writer.Types));
        }

        Classify(entity, updated);
    }

    /// <summary>Makes what was put on the entity equal to these, with all that they say; what is left out has its default. One that is the same stays as it is.</summary>
    /// <param name="requestGuid">The guid under which the request has the entity: what comes from another one is passed over.</param>
    /// <exception cref="AtlasException">As for <see cref="Add"/>; 400-00-01A also when one is given twice.</exception>
    public void Replace(StoredEntity entity, IReadOnlyList<AtlasClassification> given, string requestGuid)
    {
        IReadOnlyList<AtlasClassification> wanted =
            ClassificationRules.ForNewEntity(given, entity.Guid, requestGuid, writer.Types.GetEntityType(entity.TypeName), writer.Types);
        ClassificationRow[] removed = [.. Table.Of(entity.Guid).Where(row => row.IsDirect && !wanted.Any(classification => classification.TypeName == row.TypeName))];
        AtlasClassification[] changed = [.. wanted.Where(classification =>
            Table.FindDirect(entity.Guid, classification.TypeName!) is not { } row || !ClassificationRules.AreEqual(Table.Get(row.Tag), classification))];
        foreach (ClassificationRow row in removed)
            writer.Changes.Declassify(row);
        foreach (AtlasClassification classification in changed)
            writer.Changes.Classify(classification);
        if (removed.Length + changed.Length > 0)
            writer.Changes.Annotate(entity);
    }

    /// <summary>Removes a classification that was put on the entity, with what has spread from it.</summary>
    /// <exception cref="AtlasException">404-00-003 the entity has none; 400-00-06D not this one.</exception>
    public void Remove(StoredEntity entity, string typeName)
    {
        if (!Table.Of(entity.Guid).Any(row => row.IsDirect))
            throw new AtlasException(AtlasErrorCode.NoClassificationsFoundForEntity, entity.Guid);
        writer.Changes.Declassify(Direct(entity, typeName));
        writer.Changes.Annotate(entity);
    }

    /// <summary>Removes what is left here of a classification whose source was deleted.</summary>
    /// <exception cref="AtlasException">400-00-070 it has not spread to here; 400-00-089 its source is still there.</exception>
    public void RemoveSpread(StoredEntity entity, string typeName, string sourceGuid)
    {
        ClassificationRow row = Table.Find(new Holding(entity.Guid, new ClassificationTag(typeName, sourceGuid)))
            ?? throw new AtlasException(AtlasErrorCode.PropagatedClassificationNotAssociatedWithEntity, typeName, entity.Guid, sourceGuid);
        if (Table.Get(row.Tag).EntityStatus == EntityStatus.Active)
            throw new AtlasException(AtlasErrorCode.PropagatedClassificationRemovalNotSupported, typeName, sourceGuid);
        Table.Remove(row);
        writer.Changes.Annotate(entity);
    }

    private ClassificationRow Direct(StoredEntity entity, string typeName) => Table.FindDirect(entity.Guid, typeName)
        ?? throw new AtlasException(AtlasErrorCode.ClassificationNotAssociatedWithEntity, typeName);

    private void Classify(StoredEntity entity, IReadOnlyList<AtlasClassification> classifications)
    {
        foreach (AtlasClassification classification in classifications)
            writer.Changes.Classify(classification);
        if (classifications.Count > 0)
            writer.Changes.Annotate(entity);
    }
}
