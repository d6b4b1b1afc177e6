using System.Diagnostics;
using AtlasHa.Catalog.Model.Errors;

namespace AtlasHa.Gateway.Searches;

/// <summary>Puts each request of its routes on the list of running searches, and tells the client when somebody has ended it, or it took too long.</summary>
internal sealed class SearchFilter(ActiveSearches searches) : IEndpointFilter
{
    /// <exception cref="AtlasException">400-00-029: it was ended, or took longer than a call may. None of 500, which clients repeat.</exception>
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
        catch (TimeoutException)
        {
            // The grain's call has run out of time, and was cancelled with it.
            throw new AtlasException(
                AtlasErrorCode.BadRequest,
                $"the search took longer than {Stopwatch.GetElapsedTime(search.Started).TotalSeconds:0} s and was ended: narrow it by type or filters, or ask for smaller pages");
        }
        finally
        {
            http.RequestAborted = client;
        }
    }
}
