using AtlasHa.Catalog.Classifications;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Annotations;

/// <summary>
/// Gives entities that are there what hangs on them in an import: classifications, labels and business metadata, each as a whole. What the import does not
/// say stays. Custom attributes are taken with the entity itself, as in every update.
/// </summary>
internal sealed class ImportedAnnotations(AnnotationWriter writer)
{
    private readonly ClassificationEditor _classifications = new(writer);
    private readonly LabelEditor _labels = new(writer);
    private readonly BusinessMetadataEditor _businessMetadata = new(writer);

    /// <param name="entities">Valid, and in the graph.</param>
    /// <exception cref="Model.Errors.AtlasException">As for new entities: a classification or business metadata that is not valid for one of them.</exception>
    public async ValueTask ApplyAsync(IReadOnlyCollection<ResolvedEntity> entities, CancellationToken cancellationToken)
    {
        IEnumerable<string> classified = entities.Where(entity => entity.Prepared.Source.Classifications is not null).Select(entity => entity.Guid);
        await writer.Graph.Classifications.LoadRowsAsync(classified, cancellationToken).ConfigureAwait(false);
        foreach (ResolvedEntity entity in entities)
            Apply(entity.Guid, entity.Prepared.Source);
    }

    // Each step sees the entity as the one before has left it.
    private void Apply(string guid, AtlasEntity given)
    {
        if (given.Labels is { } labels)
            _labels.Set(writer.Graph.Get(guid), labels);
        if (given.BusinessAttributes is { } attributes)
            _businessMetadata.Set(writer.Graph.Get(guid), attributes, overwrite: true);
        if (given.Classifications is { } classifications)
            _classifications.Replace(writer.Graph.Get(guid), classifications, given.Guid!);
    }
}
