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
        if (options.AnswerCacheBytes < 0)
            failures.Add($"{nameof(CatalogOptions.AnswerCacheBytes)} is {options.AnswerCacheBytes}; give a number of bytes, or 0 to keep no answers");
        Check(nameof(CatalogOptions.Writes), options.Writes.Validate);
        Check(nameof(CatalogOptions.AdminAudit), options.AdminAudit.Validate);
        Check(nameof(CatalogOptions.Lineage), options.Lineage.Validate);
        Check(nameof(CatalogOptions.Notifications), options.Notifications.Validate);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(string section, Action validate)
        {
            try
            {
                validate();
            }
            catch (ArgumentException failure)
            {
                failures.Add($"{section}: {failure.Message}");
            }
        }
    }
}
