using Microsoft.Extensions.Options;

namespace AtlasHa.Catalog;

/// <summary>Says which setting of the catalogue is wrong and what it should be.</summary>
public sealed class CatalogOptionsValidator : IValidateOptions<CatalogOptions>
{
    public ValidateOptionsResult Validate(string? name, CatalogOptions options)
    {
        List<string> failures = [];
        if (!string.IsNullOrEmpty(options.ModelsFolder) && !Directory.Exists(options.ModelsFolder))
            failures.Add(
                $"{nameof(CatalogOptions.ModelsFolder)} '{Path.GetFullPath(options.ModelsFolder)}' does not exist; create it, or leave the setting empty to load no models");
        try
        {
            options.Writes.Validate();
        }
        catch (ArgumentException failure)
        {
            failures.Add($"{nameof(CatalogOptions.Writes)}: {failure.Message}");
        }
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
