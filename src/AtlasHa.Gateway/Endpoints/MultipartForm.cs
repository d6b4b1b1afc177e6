using AtlasHa.Catalog.Model.Errors;
using Microsoft.AspNetCore.Http.Features;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>Reads forms of several parts as a whole: what is broken somewhere is refused before anything of it is taken.</summary>
internal static class MultipartForm
{
    private static readonly int NoSystemError = new IOException().HResult;

    /// <param name="request">With the form as its body.</param>
    /// <param name="limits">How large it and its parts may be.</param>
    /// <param name="expected">What its parts are, for who sends something else.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AtlasException">400-00-029: it is no form, is broken or cut off, or a part is too large.</exception>
    public static async Task<IFormCollection> ReadAsync(HttpRequest request, FormOptions limits, string expected, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
            throw new AtlasException(AtlasErrorCode.BadRequest, $"the request must be multipart/form-data with {expected}");
        try
        {
            return await request.ReadFormAsync(limits, cancellationToken);
        }
        catch (InvalidDataException broken)
        {
            throw new AtlasException(AtlasErrorCode.BadRequest, broken, $"the multipart body cannot be read: {broken.Message}");
        }
        catch (IOException broken) when (IsCutOff(broken))
        {
            throw new AtlasException(AtlasErrorCode.BadRequest, broken, "the multipart body ends before its closing boundary: it was cut off, or has another boundary than its Content-Type");
        }
    }

    // The reader's own failure. Those of the disk, where large parts are kept, have the system's error; those of the connection a type of their own.
    private static bool IsCutOff(IOException failure) => failure.GetType() == typeof(IOException) && failure.HResult == NoSystemError;
}
