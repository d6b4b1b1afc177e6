using Microsoft.Extensions.Options;

namespace AtlasHa.Gateway;

internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var failures = new List<string>();
        if (options.HoldTimeout < TimeSpan.Zero) failures.Add("AtlasHa:Gateway:HoldTimeout must not be negative (00:00:00 answers 503 at once).");
        if (options.RetryAfter <= TimeSpan.Zero) failures.Add("AtlasHa:Gateway:RetryAfter must be more than zero, e.g. 00:00:01.");
        if (options.MaxHops < 1) failures.Add("AtlasHa:Gateway:MaxHops must be at least 1.");
        if (options.HeartbeatTimeout <= TimeSpan.Zero) failures.Add("AtlasHa:Gateway:HeartbeatTimeout must be more than zero, e.g. 00:00:01.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
