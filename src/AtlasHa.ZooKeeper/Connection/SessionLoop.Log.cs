using AtlasHa.ZooKeeper.Protocol;
using Microsoft.Extensions.Logging;

namespace AtlasHa.ZooKeeper.Connection;

internal sealed partial class SessionLoop
{
    [LoggerMessage(21, LogLevel.Information, "ZooKeeper session {Session} is connected to {Server}, session timeout {Timeout}")]
    private static partial void LogConnected(ILogger logger, SessionKey session, ServerAddress server, TimeSpan timeout);

    [LoggerMessage(22, LogLevel.Warning, "ZooKeeper session {Session} lost its connection to {Server}: {Reason}")]
    private static partial void LogLost(ILogger logger, SessionKey session, ServerAddress server, string reason);

    [LoggerMessage(23, LogLevel.Error, "ZooKeeper session {Session} dropped its connection to {Server}, which broke the protocol: {Reason}")]
    private static partial void LogViolation(ILogger logger, SessionKey session, ServerAddress server, string reason);

    [LoggerMessage(EventId = 24, Message = "ZooKeeper session {Session} could not connect to {Server}: {Reason}")]
    private static partial void LogDialFailed(ILogger logger, LogLevel level, SessionKey session, ServerAddress server, string reason);

    [LoggerMessage(25, LogLevel.Debug, "ZooKeeper session {Session} stopped connecting")]
    private static partial void LogStopped(ILogger logger, SessionKey session);

    [LoggerMessage(26, LogLevel.Critical, "The ZooKeeper connection loop failed; the session is given up")]
    private static partial void LogLoopFailed(ILogger logger, Exception exception);
}
