using AtlasHa.Catalog.Classifications;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.Notifications;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Outbox;

/// <summary>
/// What is to be told of the changes of one request, as Atlas tells it: one message for each entity and kind of change, classifications first.
/// Nothing is told of the catalogue's own entities, such as glossary terms, nor of purges.
/// </summary>
internal sealed class EntityEvents(EntityGraph graph, TypeRegistry types, long now)
{
    private readonly List<(StoredEntity Entity, string Operation)> _events = [];

    /// <summary>The messages, in order. The changes are complete, and what they removed for good can still be read.</summary>
    public async ValueTask<IReadOnlyCollection<OutboxRow>> OfAsync(EntityChanges changes, CancellationToken cancellationToken)
    {
        await AddClassificationsAsync(changes, cancellationToken).ConfigureAwait(false);
        Add(changes.Created.Where(entity => entity.IsActive), EntityNotification.Create);
        Add(changes.Updated.Where(entity => entity.IsActive), EntityNotification.Update);
        Add(changes.Deleted, EntityNotification.Delete);
        if (_events.Count == 0)
            return [];

        await graph.Classifications.LoadAsync(_events.Select(item => item.Entity.Guid), cancellationToken).ConfigureAwait(false);
        var headers = new NotificationHeaders(graph, types);
        return
        [
            .. _events.Select(item => new OutboxRow(Id: 0, item.Entity.Guid, now, AtlasJson.Write(new EntityNotification
            {
                Entity = headers.Build(item.Entity),
                OperationType = item.Operation,
                EventTime = now,
            }))),
        ];
    }

    private void Add(IEnumerable<StoredEntity> entities, string operation) =>
        _events.AddRange(entities.Where(entity => !types.GetEntityType(entity.TypeName).IsInternal).Select(entity => (entity, operation)));

    private async ValueTask AddClassificationsAsync(EntityChanges changes, CancellationToken cancellationToken)
    {
        (string Guid, string Operation)[] changed = [.. graph.Classifications.Changes.SelectMany(Told).Distinct()];
        if (changed.Length == 0)
            return;
        HashSet<string> gone = [.. changes.Deleted.Concat(changes.Purged).Select(entity => entity.Guid)];
        await graph.LoadEntitiesAsync(changed.Select(item => item.Guid).Except(gone), cancellationToken).ConfigureAwait(false);
        foreach ((string guid, string operation) in changed)
        {
            if (!gone.Contains(guid) && graph.Find(guid) is { IsActive: true } entity)
                Add([entity], operation);
        }
    }

    private IEnumerable<(string Guid, string Operation)> Told(ClassificationChange change) => change switch
    {
        { Before: null, After: { IsPassage: false } added } => [(added.EntityGuid, EntityNotification.ClassificationAdd)],
        { Before: { IsPassage: false } removed, After: null } => [(removed.EntityGuid, EntityNotification.ClassificationDelete)],
        { IsRewrite: true, After: { } rewritten } => graph.Classifications.SpreadOf(rewritten.Tag)
            .Where(row => row.IsPropagated && !graph.Classifications.IsNew(row))
            .Prepend(rewritten)
            .Select(row => (row.EntityGuid, EntityNotification.ClassificationUpdate)),
        _ => [],
    };
}
