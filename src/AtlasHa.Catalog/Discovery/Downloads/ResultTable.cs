using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Downloads;

/// <summary>What a search has found as rows of text.</summary>
internal sealed class ResultTable
{
    private static readonly string[] OwnColumns = ["Type name", "Name", "Classifications", "Terms"];
    private static readonly (string Label, string Attribute)[] UsualColumns = [("Owner", "owner"), ("Description", "description")];

    private readonly List<IReadOnlyList<string>> _rows = [];

    /// <summary>Null when nothing was found.</summary>
    /// <param name="labels">Further columns of entities: label to attribute.</param>
    public static ResultTable? Of(AtlasSearchResult result, IReadOnlyDictionary<string, string?> labels)
    {
        if (result.Entities is { Count: > 0 } entities)
            return OfEntities(entities, result.ReferredEntities ?? [], labels);
        if (result.Attributes is not { } attributes)
            return null;
        var table = new ResultTable();
        table._rows.Add(attributes.Name);
        table._rows.AddRange(attributes.Values.Select(row => (IReadOnlyList<string>)[.. row.Select(value => Text(value, []))]));
        return table;
    }

    public byte[] ToCsv() => CsvText.Of(_rows);

    private static ResultTable OfEntities(
        List<AtlasEntityHeader> entities, Dictionary<string, AtlasEntityHeader> referred, IReadOnlyDictionary<string, string?> labels)
    {
        (string Label, string Attribute)[] columns =
        [
            .. labels.Select(pair => (Label: pair.Key, Attribute: pair.Value ?? pair.Key)).Where(column => UsualColumns.All(usual => usual.Label != column.Label)),
            .. UsualColumns,
        ];
        var table = new ResultTable();
        table._rows.Add([.. OwnColumns, .. columns.Select(column => column.Label)]);
        table._rows.AddRange(entities.Select(entity => (IReadOnlyList<string>)
        [
            entity.TypeName ?? "", entity.DisplayText ?? entity.Guid ?? "", string.Join(',', entity.ClassificationNames ?? []), string.Join(',', entity.MeaningNames ?? []),
            .. columns.Select(column => Text(entity.Attributes?.GetValueOrDefault(column.Attribute), referred)),
        ]));
        return table;
    }

    private static string Text(object? value, Dictionary<string, AtlasEntityHeader> referred) => value switch
    {
        null => "",
        IReadOnlyList<object?> list => string.Join(',', list.Select(item => Text(item, referred))),
        IReadOnlyDictionary<string, object?> id when id.GetValueOrDefault("guid") is string guid =>
            referred.GetValueOrDefault(guid)?.Attributes?.GetValueOrDefault("qualifiedName") as string ?? guid,
        _ => AttributeValue.ToText(value),
    };
}
