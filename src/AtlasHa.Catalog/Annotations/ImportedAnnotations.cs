using AtlasHa.Catalog.Classifications;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Annotations;

/// <summary>
/// Gives entities that are there what hangs on them in an import: classifications, labels and business metadata, each as a whole. An entity in an import is all of
/// it: what it does not name is not there, as sources leave out what is empty. Custom attributes are taken with the entity itself, as in every update.
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
        await writer.Graph.Classifications.LoadRowsAsync(entities.Select(entity => entity.Guid), cancellationToken).ConfigureAwait(false);
        foreach (ResolvedEntity entity in entities)
            Apply(entity.Guid, entity.Prepared.Source);
    }

    // Each step sees the entity as the one before has left it.
    private void Apply(string guid, AtlasEntity given)
    {
        _labels.Set(writer.Graph.Get(guid), given.Labels ?? []);
        _businessMetadata.Set(writer.Graph.Get(guid), given.BusinessAttributes ?? [], overwrite: true);
        _classifications.Replace(writer.Graph.Get(guid), given.Classifications ?? [], given.Guid!);
    }
}
