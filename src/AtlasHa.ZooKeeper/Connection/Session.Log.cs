using AtlasHa.ZooKeeper.Protocol;
using Microsoft.Extensions.Logging;

namespace AtlasHa.ZooKeeper.Connection;

internal sealed partial class Session
{
    [LoggerMessage(11, LogLevel.Information, "ZooKeeper session {Session}: {Old} -> {New} ({Reason})")]
    private static partial void LogState(ILogger logger, SessionKey session, SessionState old, SessionState @new, SessionEvent reason);

    [LoggerMessage(12, LogLevel.Error, "A callback on the end of the ZooKeeper session threw")]
    private static partial void LogEndedCallbackFailed(ILogger logger, Exception exception);
}
