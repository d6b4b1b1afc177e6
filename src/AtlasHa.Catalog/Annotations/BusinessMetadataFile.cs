using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Tables;

namespace AtlasHa.Catalog.Annotations;

/// <summary>The form of a file with business metadata to import: a table with a heading.</summary>
internal static class BusinessMetadataFile
{
    /// <exception cref="AtlasException">404-00-014 no name; 400-00-098 no table by its name; 400-00-09B nothing in it; 400-00-09C it cannot be read.</exception>
    public static async Task<IReadOnlyList<BusinessMetadataLine>> ReadAsync(
        string? fileName, byte[] content, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var rows = await TableFile.ReadAsync(fileName, content, time, cancellationToken).ConfigureAwait(false);
            if (rows.Count == 0)
                throw new AtlasException(AtlasErrorCode.NoDataFound);
            return [.. rows.Skip(1).Select((fields, index) => new BusinessMetadataLine(index + 1, fields))];
        }
        catch (TableFileException broken)
        {
            throw new AtlasException(AtlasErrorCode.NotValidFile, broken, $"{broken.Kind} ({broken.Message})");
        }
    }
}
