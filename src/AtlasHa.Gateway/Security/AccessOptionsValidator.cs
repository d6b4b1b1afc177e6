using AtlasHa.Users;
using Microsoft.Extensions.Options;

namespace AtlasHa.Gateway.Security;

/// <summary>Reads the file of users once at start, so that a mistake in it is named before anything is served.</summary>
internal sealed class AccessOptionsValidator : IValidateOptions<AccessOptions>
{
    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        if (!options.HasUsers) return ValidateOptionsResult.Success;
        try
        {
            return UserFile.Parse(File.ReadAllText(options.UsersFile!)).Count > 0
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail($"AtlasHa:Security:UsersFile {options.UsersFile} has no users; add one with `atlas-ha user add`.");
        }
        catch (Exception failure) when (failure is UserFileException or IOException or UnauthorizedAccessException)
        {
            return ValidateOptionsResult.Fail($"AtlasHa:Security:UsersFile {options.UsersFile}: {failure.Message}.");
        }
    }
}
