using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AtlasHa.Users;

/// <summary>
/// <c>$pbkdf2-sha256$ROUNDS$SALT$CHECKSUM</c>, the form of Python's passlib: salt and checksum in base64 without padding and with <c>.</c> for <c>+</c>.
/// </summary>
internal static class Pbkdf2Hash
{
    private const string Prefix = "$pbkdf2-sha256$";
    private const int SaltBytes = 16;

    /// <summary>What OWASP advises for PBKDF2 with SHA-256.</summary>
    private const int Rounds = 600_000;

    /// <summary>More would let a line of the file stop a processor for seconds.</summary>
    private const int MaxRounds = 10_000_000;

    public static string Create(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Rounds}${Encode(salt)}${Encode(Derive(password, salt, Rounds))}");
    }

    public static bool IsOne(string hash) => TryRead(hash, out _, out _, out _);

    public static bool Verify(string password, string hash) =>
        TryRead(hash, out var rounds, out var salt, out var checksum) && CryptographicOperations.FixedTimeEquals(Derive(password, salt, rounds), checksum);

    private static byte[] Derive(string password, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, rounds, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);

    private static bool TryRead(string hash, out int rounds, out byte[] salt, out byte[] checksum)
    {
        (rounds, salt, checksum) = (0, [], []);
        return hash.StartsWith(Prefix, StringComparison.Ordinal)
            && hash[Prefix.Length..].Split('$') is [var count, var salted, var sum]
            && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out rounds) && rounds is > 0 and <= MaxRounds
            && TryDecode(salted, out salt) && salt.Length > 0
            && TryDecode(sum, out checksum) && checksum.Length == SHA256.HashSizeInBytes;
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '.');

    private static bool TryDecode(string text, out byte[] bytes)
    {
        const int Group = 4;
        var padded = text.Replace('.', '+').PadRight((text.Length + Group - 1) / Group * Group, '=');
        bytes = new byte[padded.Length];
        if (!Convert.TryFromBase64String(padded, bytes, out var length))
            return false;
        bytes = bytes[..length];
        return true;
    }
}
