using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Models.Patches;

/// <summary>The record of the patches that came with the models.</summary>
public sealed class TypePatches
{
    private readonly CatalogAccess _access;

    internal TypePatches(CatalogAccess access) => _access = access;

    /// <summary>All patches that were looked at, in order of their ids.</summary>
    /// <exception cref="StaleEpochException">The store has accepted another epoch.</exception>
    public Task<AtlasPatches> ListAsync(CancellationToken cancellationToken) =>
        _access.ReadAsync(
            async (reader, _) =>
            {
                var rows = await reader.ReadPatchesAsync(cancellationToken).ConfigureAwait(false);
                return new AtlasPatches { Patches = [.. rows.Select(row => AtlasJson.Parse<AtlasPatch>(row.Json))] };
            },
            cancellationToken);

    internal static TypePatchRow ToRow(AtlasPatch patch) => new(patch.Id, AtlasJson.Write(patch));
}
