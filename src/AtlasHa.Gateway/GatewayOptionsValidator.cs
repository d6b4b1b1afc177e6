using Microsoft.Extensions.Options;

namespace AtlasHa.Gateway;

internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    private const int MaxRepeatableBytes = 16 * 1024 * 1024;
    private const int MostExports = 64;
    private static readonly TimeSpan MaxActivityTimeout = TimeSpan.FromDays(1);

    /// <summary>The process is ended 30 s after it was asked to stop.</summary>
    private static readonly TimeSpan MaxDrainTimeout = TimeSpan.FromSeconds(15);

    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var failures = new List<string>();
        if (options.HoldTimeout < TimeSpan.Zero) failures.Add("AtlasHa:Gateway:HoldTimeout must not be negative (00:00:00 answers 503 at once).");
        if (options.DrainTimeout < TimeSpan.Zero || options.DrainTimeout > MaxDrainTimeout)
            failures.Add($"AtlasHa:Gateway:DrainTimeout must be from 00:00:00 (stop answering at once) to {MaxDrainTimeout:c}.");
        if (options.RetryAfter <= TimeSpan.Zero) failures.Add("AtlasHa:Gateway:RetryAfter must be more than zero, e.g. 00:00:01.");
        if (options.MaxHops < 1) failures.Add("AtlasHa:Gateway:MaxHops must be at least 1.");
        if (options.HeartbeatTimeout <= TimeSpan.Zero) failures.Add("AtlasHa:Gateway:HeartbeatTimeout must be more than zero, e.g. 00:00:01.");
        if (!Enum.IsDefined(options.PassiveMode)) failures.Add("AtlasHa:Gateway:PassiveMode must be Redirect or Forward.");
        if (options.ForwardActivityTimeout <= TimeSpan.Zero || options.ForwardActivityTimeout > MaxActivityTimeout)
            failures.Add("AtlasHa:Gateway:ForwardActivityTimeout must be more than zero and at most a day, e.g. 00:10:00.");
        if (options.ForwardRepeatableBytes is < 0 or > MaxRepeatableBytes)
            failures.Add($"AtlasHa:Gateway:ForwardRepeatableBytes must be from 0 to {MaxRepeatableBytes}.");
        if (options.MaxExports is < 1 or > MostExports) failures.Add($"AtlasHa:Gateway:MaxExports must be from 1 to {MostExports}.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
