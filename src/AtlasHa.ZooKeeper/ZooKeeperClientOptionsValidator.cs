using AtlasHa.ZooKeeper.Tls;
using Microsoft.Extensions.Options;

namespace AtlasHa.ZooKeeper;

/// <summary>Reports every invalid setting, not only the first.</summary>
public sealed class ZooKeeperClientOptionsValidator : IValidateOptions<ZooKeeperClientOptions>
{
    /// <summary>Smallest sensible value of <see cref="ZooKeeperClientOptions.MaxFrameBytes"/> and MaxRequestBytes.</summary>
    private const int MinBytes = 1024;

    public ValidateOptionsResult Validate(string? name, ZooKeeperClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = Failures(options).ToArray();
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(ZooKeeperClientOptions options)
    {
        if (ConnectStringProblem(options.ConnectString) is { } problem)
            yield return $"{nameof(options.ConnectString)}: {problem}";
        if (options.SessionTimeout < TimeSpan.FromMilliseconds(100) || options.SessionTimeout.TotalMilliseconds > int.MaxValue)
            yield return $"{nameof(options.SessionTimeout)}: {options.SessionTimeout} is not between 100 ms and {int.MaxValue} ms.";
        if (options.DefaultAcls is not { Count: > 0 })
            yield return $"{nameof(options.DefaultAcls)}: needs at least one entry, e.g. {nameof(Acl)}.{nameof(Acl.OpenUnsafe)}.";
        if (options.Auth.Any(auth => auth is null || string.IsNullOrEmpty(auth.Scheme)))
            yield return $"{nameof(options.Auth)}: every entry needs a scheme, e.g. digest.";
        foreach (var failure in options.Tls is { } tls ? TlsOptionsRules.Failures(tls) : [])
            yield return $"{nameof(options.Tls)}.{failure}";
        if (options.MaxFrameBytes < MinBytes)
            yield return $"{nameof(options.MaxFrameBytes)}: {options.MaxFrameBytes} is below {MinBytes}.";
        if (options.MaxRequestBytes < MinBytes)
            yield return $"{nameof(options.MaxRequestBytes)}: {options.MaxRequestBytes} is below {MinBytes}.";
        if (options.CloseTimeout < TimeSpan.Zero)
            yield return $"{nameof(options.CloseTimeout)}: {options.CloseTimeout} is negative.";
    }

    private static string? ConnectStringProblem(string text)
    {
        try
        {
            ConnectString.Parse(text);
            return null;
        }
        catch (Exception e) when (e is FormatException or ArgumentNullException)
        {
            return e.Message;
        }
    }
}
