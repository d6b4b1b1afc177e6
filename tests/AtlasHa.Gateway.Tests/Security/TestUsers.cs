using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace AtlasHa.Gateway.Tests.Security;

/// <summary>A file with a user of each role, whose password is the name; with quick hashes, as Atlas's own file has them.</summary>
internal sealed class TestUsers : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atlas-ha-users-").FullName;

    public TestUsers() => Write(Entry("reader", "READER"), Entry("editor", "EDITOR"), Entry("admin", "ADMIN"));

    public string Path => System.IO.Path.Combine(_folder, "users-credentials.properties");

    public static string Entry(string name, string group, string? password = null)
        => $"{name}={group}::{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(password ?? name)))}";

    public static AuthenticationHeaderValue Credentials(string name, string? password = null)
        => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password ?? name}")));

    /// <summary>Puts another file in the place of this one.</summary>
    public void Write(params string[] lines)
    {
        var next = Path + ".new";
        File.WriteAllLines(next, lines);
        File.Move(next, Path, overwrite: true);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
