using System.Net;
using Microsoft.Extensions.Options;

namespace AtlasHa.LeaderElection;

internal sealed class LeaderElectionOptionsValidator : IValidateOptions<LeaderElectionOptions>
{
    public ValidateOptionsResult Validate(string? name, LeaderElectionOptions options)
    {
        var failures = Failures(options).Select(failure => $"{nameof(LeaderElectionOptions)}.{failure}").ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(LeaderElectionOptions options)
    {
        if (!IsNodeName(options.InstanceId))
            yield return $"{nameof(options.InstanceId)} '{options.InstanceId}' must be a name without '/' and control characters, unique in the cluster, e.g. 'id1'.";
        if (options.Url is not { IsAbsoluteUri: true } url || url.Scheme is not ("http" or "https") || url.Query.Length > 0 || url.Fragment.Length > 0)
            yield return $"{nameof(options.Url)} '{options.Url}' must be the http(s) base URL under which clients reach this instance, e.g. 'http://host1:21000'.";
        if (!IsRoot(options.ZkRoot))
            yield return $"{nameof(options.ZkRoot)} '{options.ZkRoot}' must be an absolute znode path without a '/' at its end, e.g. '{ElectionReader.DefaultZkRoot}'.";
        if (options.DefaultActivationDeadline <= TimeSpan.Zero)
            yield return $"{nameof(options.DefaultActivationDeadline)} must be longer than zero, not {options.DefaultActivationDeadline}.";
        if (options.DeactivationDeadline <= TimeSpan.Zero)
            yield return $"{nameof(options.DeactivationDeadline)} must be longer than zero, not {options.DeactivationDeadline}.";
        if (options.SwitchoverDeadline <= TimeSpan.Zero)
            yield return $"{nameof(options.SwitchoverDeadline)} must be longer than zero, not {options.SwitchoverDeadline}.";
        if (options.Tags.TryGetValue(InstanceTags.NeverActive, out var never) && !bool.TryParse(never, out _))
            yield return $"{nameof(options.Tags)}:{InstanceTags.NeverActive} must be 'true' or 'false', not '{never}'.";
        if (options.Tags.TryGetValue(InstanceTags.Priority, out var priority) && !InstanceTags.TryParsePriority(priority, out _))
            yield return $"{nameof(options.Tags)}:{InstanceTags.Priority} must be a whole number, e.g. '10', not '{priority}'.";
        if (options.MinBackOff <= TimeSpan.Zero || options.MaxBackOff < options.MinBackOff)
            yield return $"{nameof(options.MinBackOff)} must be longer than zero and not above {nameof(options.MaxBackOff)}, not {options.MinBackOff} and {options.MaxBackOff}.";
        if (options.PeerAddress is { } peer && (!IPAddress.TryParse(peer, out var address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
            yield return $"{nameof(options.PeerAddress)} '{peer}' must be the IP address at which the other instances reach this one, e.g. '127.0.0.1', and no wildcard.";
        if (options.PeerPort is < 0 or > 65535)
            yield return $"{nameof(options.PeerPort)} {options.PeerPort} is no port; use 0 (any free one) to 65535.";
    }

    private static bool IsRoot(string root)
        => root == "/" || (root.StartsWith('/') && root[1..].Split('/').All(IsNodeName));

    private static bool IsNodeName(string name)
        => name is not ("" or "." or "..") && !name.Any(c => c == '/' || char.IsControl(c) || char.IsSurrogate(c));
}
