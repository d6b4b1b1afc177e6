using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Glossary;

/// <summary>Reads and writes of glossary objects, for the catalogues of glossaries, terms and categories.</summary>
internal sealed class GlossaryAccess(CatalogAccess access)
{
    public TimeProvider Time => access.Time;

    /// <summary>Reads one object, its relationships and classifications loaded.</summary>
    public Task<T> ReadAsync<T>(
        string guid, string typeName, Func<StoredEntity, GlossaryView, EntityGraph, ValueTask<T>> read, CancellationToken cancellationToken) =>
        ReadAsync(
            async (_, view, graph) =>
            {
                StoredEntity found = await GlossaryObjects.GetAsync(graph, guid, typeName, cancellationToken).ConfigureAwait(false);
                await graph.Classifications.LoadAsync([guid], cancellationToken).ConfigureAwait(false);
                return await read(found, view, graph).ConfigureAwait(false);
            },
            cancellationToken);

    public Task<T> ReadAsync<T>(Func<ICatalogReader, GlossaryView, EntityGraph, ValueTask<T>> read, CancellationToken cancellationToken) =>
        access.ReadAsync(
            (reader, types) =>
            {
                var graph = new EntityGraph(reader);
                return read(reader, new GlossaryView(new GlossaryLinks(graph, types)), graph);
            },
            cancellationToken);

    public Task<T> SearchAsync<T>(Func<GlossarySearch, ValueTask<T>> search, CancellationToken cancellationToken) =>
        access.ReadAsync(
            (reader, types) =>
            {
                var graph = new EntityGraph(reader);
                return search(new GlossarySearch(reader, new GlossaryView(new GlossaryLinks(graph, types)), graph, types));
            },
            cancellationToken);

    /// <summary>Reads a page of the objects that one object links to, each in full.</summary>
    public Task<IReadOnlyList<T>> ReadLinkedAsync<T>(
        string guid, string typeName, string attribute, PageOptions page, Func<GlossaryView, StoredEntity, T> show, Func<T, string?> name,
        CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<T>>(
            guid, typeName,
            async (entity, view, graph) =>
            {
                List<StoredEntity> found = await view.LinkedAsync(entity.Guid, attribute, cancellationToken).ConfigureAwait(false);
                return found.Select(other => show(view, other)).Page(page, name);
            },
            cancellationToken);

    /// <summary>A write of objects, whose guids <paramref name="work"/> returns; they are shown as they are after everything is stored.</summary>
    public Task<TAnswer> WriteObjectsAsync<TAnswer>(
        RequestKey? key, Func<Mutation, CancellationToken, ValueTask<IReadOnlyList<string>>> work,
        Func<GlossaryView, IEnumerable<StoredEntity>, TAnswer> answer, CallContext context, CancellationToken cancellationToken)
        where TAnswer : IWriteAnswer<TAnswer> =>
        access.WriteAsync(
            key,
            async (mutation, cancel) =>
            {
                IReadOnlyList<string> guids = await work(mutation, cancel).ConfigureAwait(false);
                await mutation.SaveAsync(cancel).ConfigureAwait(false);
                await mutation.Graph.Classifications.LoadAsync(guids, cancel).ConfigureAwait(false);
                return answer(new GlossaryObjects(mutation).View, guids.Select(mutation.Graph.Get));
            },
            context, cancellationToken);

    /// <summary>The same for one object.</summary>
    public Task<TAnswer> WriteObjectAsync<TAnswer>(
        RequestKey? key, Func<Mutation, CancellationToken, ValueTask<string>> work, Func<GlossaryView, StoredEntity, TAnswer> show, CallContext context,
        CancellationToken cancellationToken)
        where TAnswer : IWriteAnswer<TAnswer> =>
        WriteObjectsAsync(
            key, async (mutation, cancel) => [await work(mutation, cancel).ConfigureAwait(false)], (view, objects) => show(view, objects.Single()), context,
            cancellationToken);

    /// <summary>A write that answers with what <paramref name="work"/> returns.</summary>
    public Task<TAnswer> WriteAsync<TAnswer>(
        RequestKey? key, Func<Mutation, CancellationToken, ValueTask<TAnswer>> work, CallContext context, CancellationToken cancellationToken)
        where TAnswer : IWriteAnswer<TAnswer> =>
        access.WriteAsync(
            key,
            async (mutation, cancel) =>
            {
                TAnswer answer = await work(mutation, cancel).ConfigureAwait(false);
                await mutation.SaveAsync(cancel).ConfigureAwait(false);
                return answer;
            },
            context, cancellationToken);

    /// <summary>A deletion of one object of this type, with what belongs to it.</summary>
    public Task<WriteReceipt> DeleteAsync(
        string kind, string guid, string typeName, CallContext context, CancellationToken cancellationToken) =>
        WriteAsync(
            RequestKey.Of(context, kind, guid),
            async (mutation, cancel) =>
            {
                await new GlossaryObjects(mutation).GetAsync(guid, typeName, cancel).ConfigureAwait(false);
                await mutation.Deleter.DeleteAsync([guid], cancel).ConfigureAwait(false);
                return new WriteReceipt();
            },
            context, cancellationToken);
}
