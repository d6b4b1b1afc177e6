using AtlasHa.Catalog.Annotations;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Classifications;

/// <summary>
/// Makes the classifications of entities equal to those of headers that come from elsewhere, so that guids are others. Each single change is made or
/// refused on its own, and told in a line such as <c>Add:hive_table:db.t@cl:PII -> guid:(Done)</c>.
/// </summary>
internal sealed class ClassificationAlignment(AnnotationWriter writer)
{
    private const string QualifiedName = "qualifiedName";

    private readonly ClassificationEditor _editor = new(writer);
    private readonly List<string> _lines = [];

    /// <summary>The lines.</summary>
    public async ValueTask<List<string>> ApplyAsync(
        IReadOnlyDictionary<string, AtlasEntityHeader?> headers, CancellationToken cancellationToken)
    {
        foreach (IGrouping<string, KeyValuePair<string, AtlasEntityHeader?>> sameType in headers.GroupBy(item => item.Value?.TypeName ?? ""))
        {
            if (writer.Types.TryGet(sameType.Key, out EntityType? type))
                await ApplyAsync(type, [.. sameType], cancellationToken).ConfigureAwait(false);
            else
                _lines.AddRange(sameType.Select(item => $"{item.Key}: type {sameType.Key} does not exist: (Skipped)"));
        }

        return _lines;
    }

    private async ValueTask ApplyAsync(
        EntityType type, IReadOnlyList<KeyValuePair<string, AtlasEntityHeader?>> headers, CancellationToken cancellationToken)
    {
        Dictionary<string, string>[] sets = [.. headers.Select(item => (item.Value!.Attributes ?? [])
            .Where(attribute => type.UniqueAttributes.ContainsKey(attribute.Key) && attribute.Value is not null)
            .ToDictionary(attribute => attribute.Key, attribute => AttributeValue.ToText(attribute.Value)))];
        IReadOnlyList<string?> found =
            await UniqueAttributeLookup.FindUncheckedAsync(writer.Graph.Reader, type, sets, cancellationToken).ConfigureAwait(false);
        await writer.LoadAsync([.. found.OfType<string>()], cancellationToken).ConfigureAwait(false);
        foreach ((KeyValuePair<string, AtlasEntityHeader?> item, string? guid) in headers.Zip(found))
        {
            if (guid is null)
                _lines.Add($"{item.Key}: no {type.Name} has the unique attributes that are given: (Skipped)");
            else
                Align(writer.Graph.Get(guid), item.Value!, item.Key);
        }
    }

    private void Align(StoredEntity entity, AtlasEntityHeader header, string headerGuid)
    {
        List<AtlasClassification> wanted = [.. (header.Classifications ?? [])
            .Where(classification => !ClassificationRules.ComesFromElsewhere(classification, header.Guid ?? headerGuid))
            .Select(classification => classification with { EntityGuid = null })];
        ClassificationRow[] current = [.. writer.Graph.Classifications.Of(entity.Guid).Where(row => row.IsDirect)];
        foreach (ClassificationRow row in current.Where(row => !wanted.Exists(classification => classification.TypeName == row.TypeName)))
            Try("Delete", entity, row.TypeName, () => _editor.Remove(entity, row.TypeName));
        foreach (AtlasClassification classification in wanted)
        {
            if (!current.Any(row => row.TypeName == classification.TypeName))
                Try("Add", entity, classification.TypeName, () => _editor.Add(entity, [classification]));
            else if (Differs(entity, classification))
                Try("Update", entity, classification.TypeName, () => _editor.Update(entity, [classification]));
        }
    }

    private bool Differs(StoredEntity entity, AtlasClassification wanted)
    {
        AtlasClassification current = writer.Graph.Classifications.Get(new ClassificationTag(wanted.TypeName!, entity.Guid));
        bool attributes = (wanted.Attributes ?? []).Any(
            attribute => !AttributeValue.Comparer.Equals(attribute.Value, current.Attributes?.GetValueOrDefault(attribute.Key)));
        return attributes
            || !(wanted.ValidityPeriods ?? []).SequenceEqual(current.ValidityPeriods ?? [])
            || (wanted.Propagate is { } propagate && propagate != current.Propagate)
            || (wanted.RemovePropagationsOnEntityDelete is { } remove && remove != current.RemovePropagationsOnEntityDelete);
    }

    private void Try(string operation, StoredEntity entity, string? classification, Action change)
    {
        string name = AttributeValue.ToText(entity.Document.Attributes.GetValueOrDefault(QualifiedName) ?? entity.Guid);
        string what = $"{operation}:{entity.TypeName}:{name}:{classification} -> {entity.Guid}";
        try
        {
            change();
            _lines.Add($"{what}:(Done)");
        }
        catch (AtlasException refused)
        {
            _lines.Add($"{what}:(Skipped) {refused.Message}");
        }
    }
}
