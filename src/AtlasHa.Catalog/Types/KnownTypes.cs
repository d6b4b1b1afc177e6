using AtlasHa.Catalog.Models;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Types;

/// <summary>
/// Remembers what was made of a store's types last, because parsing and resolving them is most of the work of opening a catalogue, and grows with their
/// number. The same rows, byte for byte, make the same types. One for each store; any thread may use it.
/// </summary>
public sealed class KnownTypes
{
    private volatile Known? _last;

    /// <summary>What the files of a models folder held last.</summary>
    internal KnownModels Models { get; } = new();

    /// <summary>Reads the types ahead of a term, so that its beginning finds them made. Another epoch's term may be writing meanwhile.</summary>
    /// <param name="store">The store.</param>
    /// <param name="epoch">The epoch that the store has.</param>
    /// <param name="modelsFolder">Model files that the term will look at, which are read ahead too; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StaleEpochException">The store has another epoch.</exception>
    /// <exception cref="StoreUnavailableException">The store failed.</exception>
    /// <exception cref="AtlasException">The stored types do not fit together.</exception>
    public async Task LearnAsync(ICatalogStore store, long epoch, string? modelsFolder, CancellationToken cancellationToken)
    {
        TypeRegistry registry;
        var reader = await store.OpenReaderAsync(epoch, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
            (registry, _) = Of(await reader.ReadTypesAsync(cancellationToken).ConfigureAwait(false));
        if (!string.IsNullOrEmpty(modelsFolder))
            Models.Learn(modelsFolder, registry);
    }

    /// <summary>The types of these rows, and whether the core types are among them, each in its newest version.</summary>
    internal (TypeRegistry Registry, bool HasCore) Of(IReadOnlyList<TypeDefRow> rows)
    {
        if (_last is not { } known || !known.Rows.SequenceEqual(rows, SameRow.Instance))
        {
            var registry = TypeRegistry.Empty.With(rows.Select(TypeChange.FromRow));
            _last = known = new Known(rows, registry, !CoreModel.Load().Any(model => ModelMerge.IsNeeded(registry, model)));
        }

        return (known.Registry, known.HasCore);
    }

    private sealed record Known(IReadOnlyList<TypeDefRow> Rows, TypeRegistry Registry, bool HasCore);

    private sealed class SameRow : IEqualityComparer<TypeDefRow>
    {
        public static readonly SameRow Instance = new();

        public bool Equals(TypeDefRow? one, TypeDefRow? other) => one is not null && other is not null && one.Guid == other.Guid && one.Name == other.Name
            && one.Category == other.Category && one.Json.AsSpan().SequenceEqual(other.Json);

        public int GetHashCode(TypeDefRow row) => row.Guid.GetHashCode(StringComparison.Ordinal);
    }
}
