using System.Net;

namespace AtlasHa.Gateway.Forwarding;

/// <summary>
/// The empty body of a request that has none. It tells when sending begins, and keeps the HTTP client from sending such a request a second time
/// by itself when a pooled connection breaks: it does so only for requests without content.
/// </summary>
internal sealed class SendMark(Action onSending) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        onSending();
        return Task.CompletedTask;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return true;
    }
}
