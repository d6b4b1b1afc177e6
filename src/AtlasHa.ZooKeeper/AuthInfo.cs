using System.Text;

namespace AtlasHa.ZooKeeper;

/// <summary>An identity to prove to the server. The credentials never show in text.</summary>
/// <param name="scheme">E.g. <c>digest</c>.</param>
/// <param name="credentials">What the scheme asks for; for <c>digest</c>, <c>user:password</c> in UTF-8.</param>
public sealed class AuthInfo(string scheme, ReadOnlyMemory<byte> credentials)
{
    public string Scheme { get; } = scheme;

    public ReadOnlyMemory<byte> Credentials { get; } = credentials;

    /// <summary>Scheme <c>digest</c>: user and password, sent in plain text.</summary>
    public static AuthInfo Digest(string user, string password) => new("digest", Encoding.UTF8.GetBytes($"{user}:{password}"));

    internal bool IsSame(AuthInfo other) => Scheme == other.Scheme && Credentials.Span.SequenceEqual(other.Credentials.Span);

    public override string ToString() => $"{Scheme}:***";
}
