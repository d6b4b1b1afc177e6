using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using AtlasHa.Users;

namespace AtlasHa.Gateway.Security;

/// <summary>
/// The users of one state of the file, with what was found out about headers. A password takes long to check, on purpose, so the outcome is kept under a
/// keyed hash of the header: neither names nor passwords are kept. A new state of the file makes a new object, and so forgets all.
/// </summary>
internal sealed class KnownUsers(IReadOnlyDictionary<string, UserEntry> entries)
{
    /// <summary>Outcomes that are kept of each kind. Wrong ones are kept apart, so that whoever guesses displaces nobody.</summary>
    private const int MaxKept = 1024;
    private const int MaxHeaderLength = 4096;

    /// <summary>Checked for users that there are not, so that they take as long as those that there are.</summary>
    private static readonly string NobodysHash = PasswordHash.Create(Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<UInt128, User> _right = new();
    private readonly ConcurrentDictionary<UInt128, bool> _wrong = new();

    public IEnumerable<UserEntry> Entries => entries.Values;

    /// <summary>True when the header was checked before; <paramref name="user"/> is null then if it was wrong.</summary>
    public bool TryRecall(string header, out User? user)
    {
        user = null;
        if (header.Length > MaxHeaderLength) return true;
        var digest = Digest(header);
        return _right.TryGetValue(digest, out user) || _wrong.ContainsKey(digest);
    }

    /// <summary>Checks the header, which takes up to some tenths of a second of a processor.</summary>
    public User? Check(string header)
    {
        if (TryRecall(header, out var known)) return known;
        if (BasicCredentials.Parse(header) is not { } given) return null;
        var entry = entries.GetValueOrDefault(given.Name);
        var isRight = PasswordHash.Verify(given.Password, entry?.PasswordHash ?? NobodysHash) && entry is not null;
        if (!isRight)
        {
            Keep(_wrong, Digest(header), true);
            return null;
        }

        var user = new User(entry!.Name, entry.Role, entry.Group);
        Keep(_right, Digest(header), user);
        return user;
    }

    private static void Keep<T>(ConcurrentDictionary<UInt128, T> kept, UInt128 digest, T outcome)
    {
        if (kept.Count >= MaxKept) kept.Clear();
        kept[digest] = outcome;
    }

    private UInt128 Digest(string header)
    {
        Span<byte> text = stackalloc byte[Encoding.UTF8.GetMaxByteCount(header.Length)];
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, text[..Encoding.UTF8.GetBytes(header, text)], digest);
        return MemoryMarshal.Read<UInt128>(digest);
    }
}
