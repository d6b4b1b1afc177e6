using AtlasHa.ZooKeeper.Protocol;

namespace AtlasHa.ZooKeeper.Connection;

/// <summary>One attempt at one server: TCP, session, identities.</summary>
internal sealed class Dialer(IServerConnector connector, int maxFrameBytes, ContactClock contact)
{
    /// <summary>
    /// Throws <see cref="SessionRefusedException"/> on a final verdict; anything else that is thrown means: try another server.
    /// </summary>
    public async Task<Link> DialAsync(
        ServerAddress server, ConnectRequest request, IReadOnlyList<AuthInfo> identities, CancellationToken cancellationToken)
    {
        var stream = await connector.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
        var wire = new Wire(stream, maxFrameBytes, contact);
        try
        {
            var response = await Handshake.OpenSessionAsync(wire, request, cancellationToken).ConfigureAwait(false);
            Check(request, response);
            if (identities.Count > 0)
                await Handshake.AuthenticateAsync(wire, identities, cancellationToken).ConfigureAwait(false);
            return new(wire, server, response.Session, response.Timeout);
        }
        catch
        {
            await wire.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static void Check(ConnectRequest request, ConnectResponse response)
    {
        var reattaching = request.Session.Id != 0;
        if (response.Timeout <= TimeSpan.Zero)
        {
            throw reattaching
                ? new SessionRefusedException(SessionEvent.ExpiredByServer)
                : new ProtocolViolationException("the server granted no session");
        }
        if (response.ReadOnly)
            throw new ProtocolViolationException("the server is read-only: it has lost its quorum");
        if (reattaching ? response.Session.Id != request.Session.Id : response.Session.Id == 0)
            throw new ProtocolViolationException($"the server answered for session {response.Session} where {request.Session} was asked for");
    }
}
