using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Json;
using Microsoft.AspNetCore.Http.Features;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>The two parts of a request to import.</summary>
/// <param name="Request">Atlas's AtlasImportRequest; empty when it is absent.</param>
/// <param name="Data">The ZIP.</param>
internal sealed record ImportUpload(Dictionary<string, object?> Request, IFormFile Data)
{
    /// <summary>Characters of the part <c>request</c>: it is kept with the import.</summary>
    private const int MaxRequest = 64 << 10;

    /// <summary>The server's own limit of a request's size is the only one.</summary>
    private static readonly FormOptions Limits = new() { MultipartBodyLengthLimit = long.MaxValue };

    /// <exception cref="AtlasException">400-00-029: it is not multipart, or broken, has no part <c>data</c>, or too long a part <c>request</c>.</exception>
    public static async Task<ImportUpload> ReadAsync(HttpRequest http, CancellationToken cancellationToken)
    {
        var form = await MultipartForm.ReadAsync(http, Limits, "the parts request (JSON, optional) and data (the ZIP)", cancellationToken);
        if (form.Files.GetFile("data") is not { } data) throw new AtlasException(AtlasErrorCode.BadRequest, "the part data, which holds the ZIP, is missing");
        var json = form["request"].FirstOrDefault() ?? "";
        if (json.Length > MaxRequest) throw new AtlasException(AtlasErrorCode.BadRequest, $"the part request has {json.Length} characters, {MaxRequest} are allowed");
        return new ImportUpload(json.Length > 0 ? AtlasJson.Parse<Dictionary<string, object?>>(json) : [], data);
    }
}
