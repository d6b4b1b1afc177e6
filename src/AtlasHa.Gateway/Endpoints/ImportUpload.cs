using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Json;
using Microsoft.AspNetCore.Http.Features;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>The two parts of a request to import.</summary>
/// <param name="Request">Atlas's AtlasImportRequest; empty when it is absent.</param>
/// <param name="Data">The ZIP.</param>
internal sealed record ImportUpload(Dictionary<string, object?> Request, IFormFile Data)
{
    /// <summary>The server's own limit of a request's size is the only one.</summary>
    private static readonly FormOptions Limits = new() { MultipartBodyLengthLimit = long.MaxValue };

    /// <exception cref="AtlasException">400-00-029: it is not multipart, or has no part <c>data</c>.</exception>
    public static async Task<ImportUpload> ReadAsync(HttpRequest http, CancellationToken cancellationToken)
    {
        if (!http.HasFormContentType)
            throw new AtlasException(AtlasErrorCode.BadRequest, "the request must be multipart/form-data with the parts request (JSON, optional) and data (the ZIP)");
        var form = await http.ReadFormAsync(Limits, cancellationToken);
        if (form.Files.GetFile("data") is not { } data) throw new AtlasException(AtlasErrorCode.BadRequest, "the part data, which holds the ZIP, is missing");
        return new ImportUpload(form["request"].FirstOrDefault() is { Length: > 0 } json ? AtlasJson.Parse<Dictionary<string, object?>>(json) : [], data);
    }
}
