using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>A list of values of one type. The normal form of a SET holds each value once.</summary>
public sealed class ArrayType : AtlasType
{
    /// <summary>No limit on the number of values.</summary>
    public const int NoLimit = -1;

    internal ArrayType(AtlasType element, Cardinality cardinality = Cardinality.Single, int minCount = NoLimit, int maxCount = NoLimit)
        : base($"array<{element.Name}>")
    {
        Element = element;
        Cardinality = cardinality;
        MinCount = minCount;
        MaxCount = maxCount;
    }

    public AtlasType Element { get; }

    /// <summary>Single when the attribute does not say LIST or SET.</summary>
    public Cardinality Cardinality { get; }

    public int MinCount { get; }

    public int MaxCount { get; }

    /// <summary>Accepts a list, or a string that holds a JSON array.</summary>
    public override bool TryNormalize(object? value, out object? normalized)
    {
        normalized = null;
        if (value is null)
            return true;
        if (value is string text && AttributeValue.TryParseJson(text, out var parsed))
            value = parsed;
        if (value is not IReadOnlyList<object?> list || !CountFits(list.Count))
            return false;
        var items = new List<object?>(list.Count);
        foreach (var item in list)
        {
            if (!Element.TryNormalize(item, out var normalizedItem))
                return false;
            items.Add(normalizedItem);
        }
        normalized = Cardinality == Cardinality.Set ? items.Distinct(AttributeValue.Comparer).ToList() : items;
        return true;
    }

    /// <summary>A string that holds a JSON array is refused here, as Atlas does.</summary>
    public override void Validate(object? value, string path, List<string> messages)
    {
        if (value is null)
            return;
        if (value is not IReadOnlyList<object?> list)
        {
            messages.Add(InvalidValue(value, path));
            return;
        }
        if (!CountFits(list.Count))
            messages.Add($"{path}: incorrect number of values. found={list.Count}; expected: minCount={MinCount}, maxCount={MaxCount}");
        for (var i = 0; i < list.Count; i++)
            Element.Validate(list[i], $"{path}[{i}]", messages);
    }

    private bool CountFits(int count) => (MinCount == NoLimit || count >= MinCount) && (MaxCount == NoLimit || count <= MaxCount);
}
