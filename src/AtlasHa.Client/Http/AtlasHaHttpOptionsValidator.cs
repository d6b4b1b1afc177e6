using Microsoft.Extensions.Options;

namespace AtlasHa.Client.Http;

internal sealed class AtlasHaHttpOptionsValidator : IValidateOptions<AtlasHaHttpOptions>
{
    public ValidateOptionsResult Validate(string? name, AtlasHaHttpOptions options)
    {
        List<string> failures = [];
        if (options.Instances.Count == 0)
            failures.Add($"{nameof(AtlasHaHttpOptions.Instances)} is empty: add the base URL of each instance, e.g. http://127.0.0.1:21000");
        failures.AddRange(options.Instances.Where(url => !url.IsAbsoluteUri || url.Scheme is not ("http" or "https") || url.PathAndQuery != "/" || url.UserInfo != "")
            .Select(url => $"{nameof(AtlasHaHttpOptions.Instances)}: {url.OriginalString} must be http(s)://host:port without a path and without a user"));
        if (options.UserName?.Contains(':') == true)
            failures.Add($"{nameof(AtlasHaHttpOptions.UserName)} has a colon, which HTTP basic authentication does not allow");
        if (options.Password is not null && options.UserName is null)
            failures.Add($"{nameof(AtlasHaHttpOptions.UserName)} is missing, but a password is given");
        try
        {
            options.Retries.Validate();
        }
        catch (ArgumentException failure)
        {
            failures.Add($"{nameof(AtlasHaHttpOptions.Retries)}: {failure.Message}");
        }
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
