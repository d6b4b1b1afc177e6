using System.Security.Cryptography;
using System.Text;

namespace AtlasHa.Users;

/// <summary>
/// Hashes of passwords, told apart by their beginnings: <c>$pbkdf2-sha256$</c> (see <see cref="Pbkdf2Hash"/>), <c>$2a$</c>, <c>$2b$</c> or <c>$2y$</c> of
/// bcrypt, as <c>htpasswd -B</c> makes them, and the 64 hexadecimal digits of a plain SHA-256 that Apache Atlas's files have.
/// </summary>
public static class PasswordHash
{
    private static readonly string[] BcryptPrefixes = ["$2a$", "$2b$", "$2y$"];

    /// <summary>A new salted hash of a password.</summary>
    public static string Create(string password) => Pbkdf2Hash.Create(password);

    public static bool IsKnown(string hash) => Pbkdf2Hash.IsOne(hash) || IsBcrypt(hash) || IsUnsalted(hash);

    /// <summary>The form of Atlas's own files: without a salt, and quick to try passwords against.</summary>
    public static bool IsUnsalted(string hash) => hash.Length == 2 * SHA256.HashSizeInBytes && hash.All(char.IsAsciiHexDigit);

    /// <summary>Takes about as long as the hash was made to take, whether or not the password is right.</summary>
    public static bool Verify(string password, string hash)
    {
        if (Pbkdf2Hash.IsOne(hash))
            return Pbkdf2Hash.Verify(password, hash);
        if (IsBcrypt(hash))
            return BCrypt.Net.BCrypt.Verify(password, hash);
        return IsUnsalted(hash) && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(password)), Convert.FromHexString(hash));
    }

    private static bool IsBcrypt(string hash)
    {
        const int BcryptLength = 60;
        return hash.Length == BcryptLength && BcryptPrefixes.Any(prefix => hash.StartsWith(prefix, StringComparison.Ordinal));
    }
}
