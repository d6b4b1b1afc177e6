using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace AtlasHa.Notifications.Tests.Kafka;

/// <summary>The TLS side of a broker: ends TLS on an address of this machine and passes on what it holds.</summary>
internal sealed class TlsFront : IDisposable
{
    private readonly TcpListener _listener;
    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2? _clientsFrom;
    private readonly Func<Task<Socket>> _connect;
    private readonly ConcurrentBag<IDisposable> _open = [];

    /// <param name="port">Where it listens on 127.0.0.1; 0 for any.</param>
    /// <param name="serverPem">PEM file with its certificate and key.</param>
    /// <param name="clientsFrom">PEM file of the authority that clients' certificates must come from; null: clients need none.</param>
    /// <param name="connect">Connects to what is behind it.</param>
    public TlsFront(int port, string serverPem, string? clientsFrom, Func<Task<Socket>> connect)
    {
        using var pem = X509Certificate2.CreateFromPemFile(serverPem);
        // The platform's TLS wants a key that is not only in memory.
        _certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
        _clientsFrom = clientsFrom is null ? null : X509CertificateLoader.LoadCertificateFromFile(clientsFrom);
        _connect = connect;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>TLS connections that were made in whole.</summary>
    public int Handshakes;

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var each in _open) each.Dispose();
        _certificate.Dispose();
        _clientsFrom?.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptSocketAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It was closed.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            client.NoDelay = true;
            await using var outer = new SslStream(new NetworkStream(client, ownsSocket: true));
            _open.Add(outer);
            await outer.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = _certificate,
                ClientCertificateRequired = _clientsFrom is not null,
                RemoteCertificateValidationCallback = (_, certificate, _, _) => _clientsFrom is null || IsIssued(certificate),
            });
            Interlocked.Increment(ref Handshakes);
            await using var inner = new NetworkStream(await _connect(), ownsSocket: true);
            _open.Add(inner);
            await Task.WhenAny(outer.CopyToAsync(inner), inner.CopyToAsync(outer));
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException or ObjectDisposedException)
        {
            // The client sees it too.
        }
    }

    private bool IsIssued(X509Certificate? certificate)
    {
        if (certificate is not X509Certificate2 given) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_clientsFrom!);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(given);
    }
}
