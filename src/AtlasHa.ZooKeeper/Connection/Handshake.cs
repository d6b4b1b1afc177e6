using AtlasHa.ZooKeeper.Protocol;

namespace AtlasHa.ZooKeeper.Connection;

/// <summary>The private lane at the start of a connection: session, then identities, before any user request may pass.</summary>
internal static class Handshake
{
    public static async Task<ConnectResponse> OpenSessionAsync(Wire wire, ConnectRequest request, CancellationToken cancellationToken)
    {
        var body = Bodies.Build(request.Write);
        new JuteWriter(wire.Output).WriteBuffer(body.Span);
        await wire.FlushAsync(cancellationToken).ConfigureAwait(false);
        ConnectResponse? response = null;
        while (response is null)
        {
            await wire.ReadFramesAsync(
                reader =>
                {
                    response = ConnectResponse.Read(ref reader);
                    return false;
                },
                cancellationToken).ConfigureAwait(false);
        }
        return response.Value;
    }

    /// <summary>Throws <see cref="SessionRefusedException"/> when the server refuses one of the identities.</summary>
    public static async Task AuthenticateAsync(Wire wire, IReadOnlyList<AuthInfo> identities, CancellationToken cancellationToken)
    {
        foreach (var identity in identities)
            new OutgoingFrame(Xid.Auth, OpCode.Auth, Bodies.Build(writer => Bodies.WriteAuth(writer, identity))).Write(wire.Output);
        await wire.FlushAsync(cancellationToken).ConfigureAwait(false);
        for (var answers = 0; answers < identities.Count;)
        {
            await wire.ReadFramesAsync(
                reader =>
                {
                    var header = ReplyHeader.Read(ref reader);
                    if (header.Xid != Xid.Auth)
                        throw new ProtocolViolationException($"an answer to request {header.Xid} where one to an auth packet was due");
                    if (header.Error != ErrorCode.Ok)
                        throw new SessionRefusedException(SessionEvent.AuthRefused);
                    return ++answers < identities.Count;
                },
                cancellationToken).ConfigureAwait(false);
        }
    }
}
