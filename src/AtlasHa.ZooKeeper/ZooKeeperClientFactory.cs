using AtlasHa.ZooKeeper.Connection;
using AtlasHa.ZooKeeper.Tls;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AtlasHa.ZooKeeper;

/// <summary>Makes sessions to one ensemble over TCP, with TLS when the options have it.</summary>
public sealed class ZooKeeperClientFactory : IZooKeeperClientFactory
{
    private readonly ZooKeeperClientOptions _options;
    private readonly ConnectString _servers;
    private readonly ILoggerFactory _loggers;
    private readonly TimeProvider _time;
    private readonly IServerConnector _connector;

    /// <summary>Throws <see cref="OptionsValidationException"/> naming every invalid setting.</summary>
    public ZooKeeperClientFactory(ZooKeeperClientOptions options, ILoggerFactory loggers, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggers);
        ArgumentNullException.ThrowIfNull(time);
        var verdict = new ZooKeeperClientOptionsValidator().Validate(name: null, options);
        if (verdict.Failed)
            throw new OptionsValidationException(nameof(ZooKeeperClientOptions), typeof(ZooKeeperClientOptions), verdict.Failures);
        _options = options;
        _servers = ConnectString.Parse(options.ConnectString);
        _loggers = loggers;
        _time = time;
        _connector = options.Tls is { } tls ? new TlsConnector(new TcpConnector(), tls) : new TcpConnector();
    }

    public IZooKeeperClient Create()
        => new ZooKeeperClient(_servers, _options, _connector, _time, _loggers.CreateLogger<ZooKeeperClient>());
}
