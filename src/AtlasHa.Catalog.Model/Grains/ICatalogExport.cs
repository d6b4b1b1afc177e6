using AtlasHa.Catalog.Model.Export;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.TypeDefs;
using Orleans;

namespace AtlasHa.Catalog.Model.Grains;

/// <summary>What an export is made of, piece by piece, so that nobody has to hold a whole one. Refusals are <see cref="Errors.AtlasException"/> with Atlas's codes.</summary>
public interface ICatalogExport : IGrainWithStringKey
{
    /// <summary>Guids of the active entities that an item of an export names; none when nothing matches.</summary>
    /// <param name="item">A guid, or type names and unique attributes.</param>
    /// <param name="matchType"><c>startsWith</c>, <c>endsWith</c>, <c>contains</c>, <c>matches</c> (a regular expression), <c>forType</c>; anything else for equal values.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<string>> FindExportedAsync(AtlasObjectId item, string? matchType, CancellationToken cancellationToken = default);

    /// <summary>Entities of one moment, in the order asked for; deleted and unknown ones are absent.</summary>
    Task<IReadOnlyList<ExportedEntity>> ReadExportedAsync(IReadOnlyList<string> guids, CancellationToken cancellationToken = default);

    /// <summary>
    /// A time, milliseconds since the Unix epoch: whatever is read from now on has all changes up to it, so that those after it are all that a later export
    /// has to bring.
    /// </summary>
    Task<long> GetChangeMarkerAsync(CancellationToken cancellationToken = default);

    /// <summary>The types of these names and all types without which those could not be created elsewhere. Unknown names are passed over.</summary>
    Task<AtlasTypesDef> GetExportedTypesAsync(IReadOnlyList<string> names, CancellationToken cancellationToken = default);
}
