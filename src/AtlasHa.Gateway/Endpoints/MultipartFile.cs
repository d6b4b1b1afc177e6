using AtlasHa.Catalog.Model.Errors;
using Microsoft.AspNetCore.Http.Features;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>The part <c>file</c> of a multipart request.</summary>
internal static class MultipartFile
{
    private const string Part = "file";

    private static readonly FormOptions Limits = new();

    /// <summary>Its name, null when there is no such part, and what is in it.</summary>
    /// <exception cref="AtlasException">400-00-029: the request is not multipart, or broken.</exception>
    public static async Task<(string? Name, byte[] Content)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var form = await MultipartForm.ReadAsync(request, Limits, "a part named file", cancellationToken);
        if (form.Files.GetFile(Part) is not { } file) return (null, []);
        using var content = new MemoryStream();
        await file.CopyToAsync(content, cancellationToken);
        return (file.FileName, content.ToArray());
    }
}
