using System.Text;

namespace AtlasHa.Gateway.Security;

/// <summary>The name and password of an <c>Authorization: Basic</c> header.</summary>
internal readonly record struct BasicCredentials(string Name, string Password)
{
    private const string Scheme = "Basic ";

    /// <summary>Null when the header is of another scheme or malformed.</summary>
    public static BasicCredentials? Parse(string header)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var encoded = header.AsSpan(Scheme.Length).Trim();
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64Chars(encoded, bytes, out var length)) return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : new BasicCredentials(text[..colon], text[(colon + 1)..]);
    }

    // A password must not get into a log with the record.
    public override string ToString() => Name;
}
