namespace AtlasHa.Gateway.Draining;

/// <summary>Ends each connection with the answer that goes over it while this instance drains: a client that kept it would find it broken.</summary>
internal sealed class DrainMiddleware(RequestDelegate next, GatewayDrain drain)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (drain.IsOn)
        {
            drain.Note();
            context.Response.OnStarting(CloseAsync, context.Response);
        }

        return next(context);
    }

    /// <summary>At the start of the answer, whatever headers were cleared before.</summary>
    private static Task CloseAsync(object response)
    {
        ((HttpResponse)response).Headers.Connection = "close";
        return Task.CompletedTask;
    }
}
