namespace AtlasHa.Gateway.Endpoints;

/// <summary>The part <c>file</c> of a multipart request.</summary>
internal static class MultipartFile
{
    private const string Part = "file";

    /// <summary>Its name, null when there is no such part, and what is in it.</summary>
    /// <exception cref="BadHttpRequestException">The request is not multipart, or broken.</exception>
    public static async Task<(string? Name, byte[] Content)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
            throw new BadHttpRequestException("expected multipart/form-data with a part named file");
        try
        {
            var form = await request.ReadFormAsync(cancellationToken);
            if (form.Files.GetFile(Part) is not { } file) return (null, []);
            using var content = new MemoryStream();
            await file.CopyToAsync(content, cancellationToken);
            return (file.FileName, content.ToArray());
        }
        catch (InvalidDataException broken)
        {
            throw new BadHttpRequestException($"the multipart body cannot be read: {broken.Message}", broken);
        }
    }
}
