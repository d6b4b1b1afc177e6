using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Answers;

/// <summary>
/// Entities as finished JSON, kept for as long as nothing that they were made of is changed. A kept answer counts only once the store,
/// asked after the request came, has confirmed that nobody else has written: <see cref="Find"/>, then <see cref="ConfirmAsync"/>.
/// </summary>
public sealed class EntityAnswers : IAsyncDisposable
{
    private readonly ICatalogStore _store;
    private readonly long _epoch;
    private readonly ChangeMarks _marks;
    private readonly Func<Func<CancellationToken, Task<ICatalogReader>>, EntityCatalog> _entities;
    private readonly Func<TypeRegistry> _types;
    private readonly EpochConfirmer _confirmer;
    private readonly long _maxBytes;
    private volatile Generation _generation;

    /// <param name="entities">The entities as seen through snapshots that the argument opens.</param>
    /// <param name="types">The types of this moment.</param>
    /// <param name="maxBytes">What the kept answers may take; 0 keeps none.</param>
    internal EntityAnswers(
        ICatalogStore store, long epoch, ChangeMarks marks, Func<Func<CancellationToken, Task<ICatalogReader>>, EntityCatalog> entities,
        Func<TypeRegistry> types, long maxBytes)
    {
        (_store, _epoch, _marks, _entities, _types, _maxBytes) = (store, epoch, marks, entities, types, maxBytes);
        _confirmer = new EpochConfirmer(store, epoch);
        _generation = new Generation(types(), new AnswerCache(maxBytes));
    }

    /// <summary>The kept answer, if this term has changed nothing of it up to now.</summary>
    public JsonAnswer? Find(EntityQuestion question)
    {
        var cache = Current().Cache;
        if (!cache.TryGet(question, out var kept))
            return null;
        if (kept.Holds(_marks))
            return kept.Answer;
        cache.Remove(kept);
        return null;
    }

    /// <summary>Returns when the store, asked after this call, has said that this term's epoch is the highest.</summary>
    /// <inheritdoc cref="EpochConfirmer.ConfirmAsync"/>
    public Task ConfirmAsync() => _confirmer.ConfirmAsync();

    /// <summary>Makes the answer from one snapshot of the store, and keeps it.</summary>
    /// <exception cref="AtlasException">There is no such entity; the question names no known type or no unique attributes.</exception>
    /// <exception cref="StaleEpochException">The store has accepted another epoch.</exception>
    /// <exception cref="StoreUnavailableException">The store failed.</exception>
    public async Task<JsonAnswer> ReadAsync(EntityQuestion question, CancellationToken cancellationToken)
    {
        // Before the snapshot: what is committed from now on makes the answer an old one.
        var asOf = _marks.Now;
        var generation = Current();
        var read = new Footprint();
        var entities = _entities(async cancel => new TrackedReader(await _store.OpenReaderAsync(_epoch, cancel).ConfigureAwait(false), read));
        var answer = new JsonAnswer(await MakeAsync(entities, question, cancellationToken).ConfigureAwait(false));
        if (!read.IsEverything)
            Keep(new KeptAnswer(question, answer, [.. read.Stripes], asOf), generation);
        return answer;
    }

    public ValueTask DisposeAsync() => _confirmer.DisposeAsync();

    private static async Task<byte[]> MakeAsync(EntityCatalog entities, EntityQuestion question, CancellationToken cancellationToken)
    {
        var options = question.Options;
        if (question.Guid is { } guid)
        {
            return options is null
                ? AtlasJson.Write(await entities.GetHeaderAsync(guid, cancellationToken).ConfigureAwait(false))
                : AtlasJson.Write(await entities.GetAsync(guid, options, cancellationToken).ConfigureAwait(false));
        }
        var (typeName, unique) = (question.TypeName!, question.Unique!.Values);
        return options is null
            ? AtlasJson.Write(await entities.GetHeaderByUniqueAttributesAsync(typeName, unique, cancellationToken).ConfigureAwait(false))
            : AtlasJson.Write(await entities.GetByUniqueAttributesAsync(typeName, unique, options, cancellationToken).ConfigureAwait(false));
    }

    private void Keep(KeptAnswer kept, Generation generation)
    {
        // With other types at the end than at the beginning it is not known which ones it was made with.
        if (ReferenceEquals(generation.Types, _types()) && kept.Holds(_marks))
            generation.Cache.Put(kept);
    }

    /// <summary>The answers that were made with the types of this moment; those made with others are dropped.</summary>
    private Generation Current()
    {
        var (generation, types) = (_generation, _types());
        if (ReferenceEquals(generation.Types, types))
            return generation;
        // Of several that come here at once one may replace the other's: what gets lost are a few answers.
        return _generation = new Generation(types, new AnswerCache(_maxBytes));
    }

    private sealed record Generation(TypeRegistry Types, AnswerCache Cache);
}
