using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AtlasHa.TestKit;

/// <summary>A certificate authority for one test. Its files vanish with it.</summary>
public sealed class TestAuthority : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("atlasha-ca-").FullName;
    private readonly RSA _key = RSA.Create(2048);
    private readonly X509Certificate2 _certificate;

    public TestAuthority(string name = "Test CA")
    {
        ChildReaper.DeleteAtEnd(_folder);
        var request = Request(name, _key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow - Lifetime, DateTimeOffset.UtcNow + Lifetime);
        CertificatePath = Write("ca.pem", _certificate.ExportCertificatePem());
    }

    /// <summary>PEM file with the authority's own certificate.</summary>
    public string CertificatePath { get; }

    /// <summary>A server certificate for a host name or, by default, for 127.0.0.1, and this authority as the one that clients must come from.</summary>
    public ZooKeeperServerTls IssueServer(string? hostName = null)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (hostName is null)
            names.AddIpAddress(IPAddress.Loopback);
        else
            names.AddDnsName(hostName);
        var (certificate, key) = Issue("server", names.Build());
        using (certificate)
        using (key)
            return new(Write("server.pem", certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n"), CertificatePath);
    }

    /// <summary>A client certificate with its key in one PEM file.</summary>
    public string IssueClient(string name)
    {
        var (certificate, key) = Issue(name);
        using (certificate)
        using (key)
            return Write($"{name}.pem", certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    /// <summary>A client certificate with its key in a PKCS#12 file.</summary>
    public string IssuePkcs12Client(string name, string password)
    {
        var (certificate, key) = Issue(name);
        using (certificate)
        using (key)
        using (var withKey = certificate.CopyWithPrivateKey(key))
        {
            var path = Path.Combine(_folder, $"{name}.pfx");
            File.WriteAllBytes(path, withKey.Export(X509ContentType.Pkcs12, password));
            return path;
        }
    }

    /// <summary>A client certificate and its key, encrypted with the password, in two PEM files.</summary>
    public (string CertificatePath, string KeyPath) IssueClientWithKeyFile(string name, string password)
    {
        var (certificate, key) = Issue(name);
        using (certificate)
        using (key)
        {
            var encryption = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterationCount: 10_000);
            return (Write($"{name}.crt", certificate.ExportCertificatePem()), Write($"{name}.key", key.ExportEncryptedPkcs8PrivateKeyPem(password, encryption)));
        }
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static CertificateRequest Request(string name, RSA key) => new($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private (X509Certificate2 Certificate, RSA Key) Issue(string name, X509Extension? alternativeNames = null)
    {
        var key = RSA.Create(2048);
        var request = Request(name, key);
        if (alternativeNames is not null)
            request.CertificateExtensions.Add(alternativeNames);
        return (request.Create(_certificate, _certificate.NotBefore, _certificate.NotAfter, RandomNumberGenerator.GetBytes(8)), key);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
