using System.Runtime.CompilerServices;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Import;
using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>The ZIP of an export in parts: its types, then its entities some at a time.</summary>
internal static class ImportParts
{
    private const int MaxEntities = 50;

    /// <summary>A part is closed when its files have so many bytes; one of a single entity can have more.</summary>
    private const long MaxBytes = 1 << 20;

    /// <summary>Of one entity, or of the types: each is taken as a whole, in memory.</summary>
    private const long MaxFileBytes = 16 << 20;

    /// <exception cref="AtlasException">400-00-09F: see <see cref="ImportArchive"/>.</exception>
    public static async IAsyncEnumerable<ImportBatch> ReadAsync(Stream zip, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var archive = await ImportArchive.OpenAsync(zip, cancellationToken, MaxFileBytes);
        if (await archive.ReadTypesAsync(cancellationToken) is { } types) yield return new ImportBatch { Types = types };
        List<AtlasEntityWithExtInfo> entities = [];
        var begun = archive.BytesRead;
        await foreach (var entity in archive.ReadEntitiesAsync(cancellationToken))
        {
            entities.Add(entity);
            if (entities.Count < MaxEntities && archive.BytesRead - begun < MaxBytes) continue;
            yield return new ImportBatch { Entities = entities };
            (entities, begun) = ([], archive.BytesRead);
        }
        if (entities.Count > 0) yield return new ImportBatch { Entities = entities };
    }
}
