using System.Text.Json;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Gateway.Metrics;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace AtlasHa.Gateway.Errors;

/// <summary>Turns what a request failed with into the answer that Atlas's clients know, or into a 503 when the cluster is at fault.</summary>
internal sealed partial class ErrorMiddleware(RequestDelegate next, IOptions<GatewayOptions> options, RequestCounts counts, ILogger<ErrorMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        RequestId.Name(context);
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; nobody reads an answer.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, e);
        }
        finally
        {
            counts.Count(context.Response.StatusCode);
        }
    }

    /// <summary>Atlas's plain text for whatever it has no code for.</summary>
    public static Task InternalTextAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain;charset=UTF-8";
        return context.Response.WriteAsync($"There was an error processing your request. It has been logged (ID {RequestId.Of(context)}).", context.RequestAborted);
    }

    private Task AnswerAsync(HttpContext context, Exception exception)
    {
        var retryAfter = options.Value.RetryAfter;
        switch (exception)
        {
            case AtlasException { Code.HttpStatus: StatusCodes.Status503ServiceUnavailable } later:
                return Problems.UnavailableAsync(context, retryAfter, later.Code.Code, later.Message);
            case AtlasException atlas:
                return ErrorBody.WriteAsync(context, atlas.Code.HttpStatus, atlas.ToError());
            case JsonException json:
                return MalformedAsync(context, json.Message);
            case BadHttpRequestException { StatusCode: StatusCodes.Status404NotFound }:
                return InternalTextAsync(context, StatusCodes.Status404NotFound);
            case BadHttpRequestException bad:
                return MalformedAsync(context, bad.Message, bad.StatusCode);
            case ServiceUnavailableException { OutcomeUnknown: true } unknown:
                return Problems.OutcomeUnknownAsync(context, retryAfter, unknown.Message);
            case ServiceUnavailableException unavailable:
                return Problems.UnavailableAsync(context, retryAfter, Problems.StoreUnavailable, unavailable.Message);
            case TimeoutException:
                LogCutOff(logger, context.Request.Method, context.Request.Path, exception.Message);
                return Problems.OutcomeUnknownAsync(context, retryAfter, "the request took longer than the active instance may take for it");
            case OperationCanceledException or OrleansMessageRejectionException or SiloUnavailableException:
                LogCutOff(logger, context.Request.Method, context.Request.Path, exception.Message);
                return Problems.OutcomeUnknownAsync(context, retryAfter, "the request was cut off by a change of the active instance");
            default:
                LogUnexpected(logger, exception, RequestId.Of(context), context.Request.Method, context.Request.Path);
                return InternalTextAsync(context, StatusCodes.Status500InternalServerError);
        }
    }

    private static Task MalformedAsync(HttpContext context, string message, int status = StatusCodes.Status400BadRequest)
        => ErrorBody.WriteAsync(context, status, new MalformedBody(message));

    [LoggerMessage(1, LogLevel.Error, "Request {RequestId} failed: {Method} {Path}")]
    private static partial void LogUnexpected(ILogger logger, Exception exception, string requestId, string method, string path);

    [LoggerMessage(2, LogLevel.Warning, "{Method} {Path} was cut off: {Reason}")]
    private static partial void LogCutOff(ILogger logger, string method, string path, string reason);
}
