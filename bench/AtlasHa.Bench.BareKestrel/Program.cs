using System.Net;

// What a web server costs that does nothing but answer: PORT, and a file with the bytes for GET /api/atlas/v2/entity/guid/{guid}; with a third
// argument, the Location, it answers 302 instead. Kestrel is set up as in AtlasHa.Server.
var (port, body, location) = (int.Parse(args[0], null), await File.ReadAllBytesAsync(args[1]), args.ElementAtOrDefault(2));

var builder = WebApplication.CreateBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = 256L * 1024 * 1024;
    kestrel.Listen(IPAddress.Loopback, port);
});
var app = builder.Build();
app.MapGet("/api/atlas/v2/entity/guid/{guid}", location is null ? BytesAsync : RedirectAsync);
await app.RunAsync();

async Task BytesAsync(HttpContext context)
{
    context.Response.ContentType = "application/json;charset=UTF-8";
    context.Response.ContentLength = body.Length;
    await context.Response.Body.WriteAsync(body, context.RequestAborted);
}

Task RedirectAsync(HttpContext context)
{
    context.Response.StatusCode = StatusCodes.Status302Found;
    context.Response.Headers.Location = location;
    return Task.CompletedTask;
}
