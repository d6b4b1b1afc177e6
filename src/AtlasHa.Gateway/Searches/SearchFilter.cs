using AtlasHa.Catalog.Model.Errors;

namespace AtlasHa.Gateway.Searches;

/// <summary>Puts each request of its routes on the list of running searches, and tells the client when somebody has ended it.</summary>
internal sealed class SearchFilter(ActiveSearches searches) : IEndpointFilter
{
    /// <exception cref="AtlasException">400-00-029: it was ended. None of 500, which clients repeat.</exception>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var client = http.RequestAborted;
        using var search = searches.Begin(RequestId.Of(http), client);
        http.RequestAborted = search.Token;
        try
        {
            return await next(context);
        }
        catch (OperationCanceledException) when (search.IsEnded && !client.IsCancellationRequested)
        {
            throw new AtlasException(AtlasErrorCode.BadRequest, $"the search was ended by an operator (DELETE admin/activeSearches/{search.Id})");
        }
        finally
        {
            http.RequestAborted = client;
        }
    }
}
