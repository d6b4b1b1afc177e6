using System.Text.Json;
using AtlasHa.Catalog.Model.Errors;

namespace AtlasHa.Catalog.Models;

/// <summary>A file of a folder of models: of type definitions, or of patches of such.</summary>
internal readonly record struct ModelFile(string Path, bool IsPatch)
{
    /// <summary>True when a file is to blame, which is left out then.</summary>
    public static bool IsUnreadable(Exception failure) => failure is JsonException or AtlasException or IOException or UnauthorizedAccessException;
}
