using System.Net;
using System.Net.Sockets;

namespace AtlasHa.LeaderElection.Peers;

/// <summary>
/// Connects without an exception for the outcome that is looked for, the refusal: the socket's own method makes a stack trace with line numbers for each,
/// which on the way of a take-over costs milliseconds.
/// </summary>
internal static class Dial
{
    /// <summary><see cref="SocketError.Success"/>, or why there is no connection; <see cref="SocketError.OperationAborted"/> when cancelled.</summary>
    public static async Task<SocketError> ConnectAsync(Socket socket, EndPoint endpoint, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return SocketError.OperationAborted;
        var done = new TaskCompletionSource<SocketError>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var attempt = new SocketAsyncEventArgs { RemoteEndPoint = endpoint };
        attempt.Completed += (_, ended) => done.TrySetResult(ended.SocketError);
        if (!socket.ConnectAsync(attempt))
            return attempt.SocketError;
        await using var giveUp = cancellationToken.Register(() => Socket.CancelConnectAsync(attempt)).ConfigureAwait(false);
        return await done.Task.ConfigureAwait(false);
    }
}
