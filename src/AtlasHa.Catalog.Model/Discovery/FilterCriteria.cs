using System.Text.Json.Serialization;
using Orleans;

namespace AtlasHa.Catalog.Model.Discovery;

/// <summary>A filter: a comparison of one attribute, or several filters joined by <see cref="Condition"/>, nested as deep as one likes.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record FilterCriteria
{
    public string? AttributeName { get; init; }

    /// <summary>One of Atlas's symbols, such as <c>=</c>, <c>lte</c> or <c>startsWith</c>.</summary>
    public string? Operator { get; init; }

    /// <summary>The value in text form, several separated by commas for some operators.</summary>
    public string? AttributeValue { get; init; }

    public FilterCondition? Condition { get; init; }

    public List<FilterCriteria>? Criterion { get; init; }

    /// <summary>An empty object, which counts as no filter.</summary>
    [JsonIgnore]
    public bool IsEmpty => AttributeName is null && Operator is null && AttributeValue is null && Condition is null && Criterion is not { Count: > 0 };
}

/// <summary>How nested filters are joined; on the wire <c>AND</c> and <c>OR</c>.</summary>
public enum FilterCondition
{
    And,
    Or,
}
