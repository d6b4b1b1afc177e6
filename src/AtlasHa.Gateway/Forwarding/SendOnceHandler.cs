using System.Net;

namespace AtlasHa.Gateway.Forwarding;

/// <summary>
/// Gives a request without content an empty one when the sender wants to know whether it was sent. That tells when sending begins, and keeps the HTTP
/// client from sending such a request a second time by itself when a pooled connection breaks: it does so only for requests without content.
/// </summary>
internal sealed class SendOnceHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>Called when sending begins.</summary>
    public static readonly HttpRequestOptionsKey<Action> OnSending = new("AtlasHa.OnSending");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(OnSending, out var onSending))
        {
            var empty = new EmptyContent(onSending);
            if (request.Content is { } headersOnly) Copy(headersOnly, empty);
            request.Content = empty;
        }

        return base.SendAsync(request, cancellationToken);
    }

    private static void Copy(HttpContent from, HttpContent to)
    {
        foreach (var header in from.Headers.NonValidated)
            if (!header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)) to.Headers.TryAddWithoutValidation(header.Key, header.Value);
    }

    private sealed class EmptyContent(Action onSending) : HttpContent
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
}
