using Orleans;

namespace AtlasHa.Catalog.Model.Errors;

/// <summary>The body of an error answer.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasError
{
    public required string ErrorCode { get; init; }

    public required string ErrorMessage { get; init; }

    /// <summary>The message of what caused it, if something did.</summary>
    public string? ErrorCause { get; init; }
}
