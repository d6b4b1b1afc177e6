using System.Collections.Immutable;
using AtlasHa.Catalog.Administration;
using AtlasHa.Catalog.Discovery.Indexing;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Audit;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Models;
using AtlasHa.Catalog.Models.Patches;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Types;

/// <summary>
/// The operations on type definitions. Changes go through the write queue, each in a transaction of its own, and are seen by readers once
/// they are durable; reads come from memory.
/// </summary>
public sealed class TypeCatalog
{
    private readonly RequestMemory _writes;
    private readonly AdminAuditLog _log;
    private volatile TypeRegistry _registry;

    internal TypeCatalog(RequestMemory writes, AdminAuditLog log, TypeRegistry initial)
    {
        _writes = writes;
        _log = log;
        _registry = initial;
    }

    /// <summary>When types may be changed; cancelled when that will not come any more.</summary>
    internal Task ChangesFrom { get; init; } = Task.CompletedTask;

    /// <summary>The types of this moment.</summary>
    public TypeRegistry Registry => _registry;

    /// <summary>Creates all definitions or none.</summary>
    /// <returns>What was created, in stored form.</returns>
    /// <exception cref="AtlasException">The request is refused; nothing was created.</exception>
    public Task<AtlasTypesDef> CreateAsync(AtlasTypesDef defs, CallContext caller, CancellationToken cancellationToken) =>
        ChangeAsync(RequestKey.Of(caller, "types.create", defs), current => TypeCreation.Plan(current, defs, caller.User, _log.Now), caller, cancellationToken);

    /// <summary>Updates all definitions or none; never creates one.</summary>
    /// <returns>What was updated, in stored form.</returns>
    /// <exception cref="AtlasException">The request is refused; nothing was changed.</exception>
    public Task<AtlasTypesDef> UpdateAsync(AtlasTypesDef defs, CallContext caller, CancellationToken cancellationToken) =>
        ChangeAsync(RequestKey.Of(caller, "types.update", defs), current => TypeUpdate.Plan(current, defs, caller.User, _log.Now), caller, cancellationToken);

    /// <summary>Deletes all of the definitions, named by guid or else by name, or none.</summary>
    /// <param name="force">Deletes business metadata without looking whether it is used.</param>
    /// <exception cref="AtlasException">The request is refused; nothing was deleted.</exception>
    public Task<WriteReceipt> DeleteAsync(AtlasTypesDef defs, bool force, CallContext caller, CancellationToken cancellationToken) =>
        DeleteAsync(RequestKey.Of(caller, "types.delete", defs, force), current => TypeDeletion.Locate(current, defs), force, caller, cancellationToken);

    /// <summary>Deletes one definition.</summary>
    /// <inheritdoc cref="DeleteAsync(AtlasTypesDef, bool, CallContext, CancellationToken)"/>
    public Task<WriteReceipt> DeleteAsync(string name, bool force, CallContext caller, CancellationToken cancellationToken) =>
        DeleteAsync(RequestKey.Of(caller, "types.deleteByName", name, force), current => [TypeQueries.ByName(current, name)], force, caller, cancellationToken);

    /// <exception cref="AtlasException">404-00-001, or 400-00-024 for a built-in type.</exception>
    public AtlasBaseTypeDef GetByName(string name) => TypeQueries.DefOf(TypeQueries.ByName(_registry, name));

    /// <exception cref="AtlasException">404-00-002.</exception>
    public AtlasBaseTypeDef GetByGuid(string guid) => TypeQueries.DefOf(TypeQueries.ByGuid(_registry, guid));

    /// <summary>A definition of one category; <c>_ALL_ENTITY_TYPES</c> and <c>_ALL_CLASSIFICATION_TYPES</c> name the root types.</summary>
    /// <exception cref="AtlasException">404-00-001, also when the name is one of another category.</exception>
    public AtlasBaseTypeDef GetByName(TypeCategory category, string name)
    {
        if (RootTypes.Find(category, name) is { } root)
            return root;
        return _registry.TryGet(name, out var type) && type.Category == category
            ? TypeQueries.DefOf(type)
            : throw new AtlasException(AtlasErrorCode.TypeNameNotFound, name);
    }

    /// <exception cref="AtlasException">404-00-002, also when the guid is one of another category.</exception>
    public AtlasBaseTypeDef GetByGuid(TypeCategory category, string guid) => _registry.TryGetByGuid(guid, out var type) && type.Category == category
        ? TypeQueries.DefOf(type)
        : throw new AtlasException(AtlasErrorCode.TypeGuidNotFound, guid);

    public AtlasTypesDef Find(TypeSearchFilter filter) => AtlasTypesDef.Of([.. TypeQueries.Find(_registry, filter)]);

    /// <summary>In the order enum, struct, classification, entity, relationship, business metadata.</summary>
    public IReadOnlyList<AtlasTypeDefHeader> FindHeaders(TypeSearchFilter filter) =>
    [
        .. Find(filter).All().Select(def => new AtlasTypeDefHeader
        {
            Guid = def.Guid,
            Name = def.Name,
            Category = def.Category,
            ServiceType = def.ServiceType,
        }),
    ];

    /// <summary>Creates the definitions of a model that are missing and updates those that it has in a newer version.</summary>
    /// <returns>What was created or updated.</returns>
    /// <exception cref="AtlasException">The model is refused; nothing was changed.</exception>
    internal Task<AtlasTypesDef> LoadAsync(AtlasTypesDef model, CallContext caller, CancellationToken cancellationToken) =>
        // Activation must not pay a sync of the disk for each model file that brings nothing.
        ModelMerge.IsNeeded(_registry, model)
            ? ChangeAsync(key: null, current => ModelMerge.Plan(current, model, caller.User, _log.Now), caller, cancellationToken)
            : Task.FromResult(new AtlasTypesDef());

    /// <summary>Applies the patches of a file that were neither applied nor skipped before, in one transaction.</summary>
    /// <param name="patches">The patches with their ids.</param>
    /// <param name="recorded">What became of patches before.</param>
    /// <param name="caller">Who is recorded.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What became of them; nothing when none was left to apply.</returns>
    internal async Task<PatchPlan> PatchAsync(
        IReadOnlyList<TypeDefPatch> patches, IReadOnlyDictionary<string, AtlasPatch> recorded, CallContext caller, CancellationToken cancellationToken)
    {
        var plan = new PatchPlan(new TypeChange(_registry, []), [], []);
        if (!patches.Any(patch => PatchPlanner.IsOpen(recorded.GetValueOrDefault(patch.Id!))))
            return plan;
        var begun = _log.Now;
        await WriteAsync(
            key: null,
            async (writer, ct) =>
            {
                var used = await InUseAsync(writer, PatchPlanner.NeededUnused(_registry, patches), ct).ConfigureAwait(false);
                plan = new PatchPlanner(caller.User, _log.Now).Plan(_registry, patches, recorded, used);
                await writer.PutTypesAsync(plan.Change.Rows(), ct).ConfigureAwait(false);
                await writer.PutPatchesAsync([.. plan.Outcomes.Select(TypePatches.ToRow)], ct).ConfigureAwait(false);
                await Reindexing.RunAsync(writer, _registry, plan.Change.Registry, ct).ConfigureAwait(false);
                await RecordAsync(writer, plan.Change, caller, begun, ct).ConfigureAwait(false);
                return (plan.Change.Registry, new WriteReceipt());
            },
            cancellationToken).ConfigureAwait(false);
        return plan;
    }

    private static async Task<IReadOnlySet<string>> InUseAsync(ICatalogReader reader, IReadOnlyCollection<string> types, CancellationToken cancellationToken) =>
        types.Count == 0 ? ImmutableHashSet<string>.Empty : new HashSet<string>(
        [
            .. await reader.EntityTypesInUseAsync(types, cancellationToken).ConfigureAwait(false),
            .. await reader.RelationshipTypesInUseAsync(types, cancellationToken).ConfigureAwait(false),
            .. await reader.TypesUsedByEntitiesAsync(types, cancellationToken).ConfigureAwait(false),
        ]);

    private Task<AtlasTypesDef> ChangeAsync(RequestKey? key, Func<TypeRegistry, TypeChange> plan, CallContext caller, CancellationToken cancellationToken)
    {
        var begun = _log.Now;
        return WriteAsync(
            key,
            async (writer, ct) =>
            {
                var change = plan(_registry);
                await writer.PutTypesAsync(change.Rows(), ct).ConfigureAwait(false);
                await Reindexing.RunAsync(writer, _registry, change.Registry, ct).ConfigureAwait(false);
                await RecordAsync(writer, change, caller, begun, ct).ConfigureAwait(false);
                return (change.Registry, change.Answer());
            },
            cancellationToken);
    }

    private Task<WriteReceipt> DeleteAsync(
        RequestKey? key, Func<TypeRegistry, IReadOnlyList<AtlasType>> locate, bool force, CallContext caller, CancellationToken cancellationToken)
    {
        var begun = _log.Now;
        return WriteAsync(
            key,
            async (writer, ct) =>
            {
                var types = locate(_registry);
                await TypeDeletion.CheckAsync(_registry, types, force, writer, ct).ConfigureAwait(false);
                AtlasBaseTypeDef[] deleted = [.. types.Select(TypeQueries.DefOf)];
                await writer.DeleteTypesAsync([.. deleted.Select(def => def.Guid!)], ct).ConfigureAwait(false);
                await _log.AddTypesAsync(writer, AuditOperation.TypeDefDelete, deleted, caller, begun, ct).ConfigureAwait(false);
                return (_registry.Without(types.Select(type => type.Name)), new WriteReceipt());
            },
            cancellationToken);
    }

    /// <summary>A model may create and update types at once, which are two entries.</summary>
    private async ValueTask RecordAsync(ICatalogWriter writer, TypeChange change, CallContext caller, long begun, CancellationToken cancellationToken)
    {
        var defs = change.Answer().All().ToLookup(def => _registry.TryGet(def.Name!, out _));
        await _log.AddTypesAsync(writer, AuditOperation.TypeDefCreate, [.. defs[false]], caller, begun, cancellationToken).ConfigureAwait(false);
        await _log.AddTypesAsync(writer, AuditOperation.TypeDefUpdate, [.. defs[true]], caller, begun, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> WriteAsync<T>(
        RequestKey? key, Func<ICatalogWriter, CancellationToken, Task<(TypeRegistry, T)>> work, CancellationToken cancellationToken)
        where T : IWriteAnswer<T>
    {
        await WaitForChangesAsync(cancellationToken).ConfigureAwait(false);

        // Stays null when the work did not run because the request is a repeat.
        TypeRegistry? next = null;
        return await _writes.RunAsync(
            key,
            async (writer, ct) =>
            {
                (next, var answer) = await work(writer, ct).ConfigureAwait(false);
                return answer;
            },
            new WriteOptions { Alone = true, OnCommitted = () => _registry = next ?? _registry },
            cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="ObjectDisposedException">The catalogue will not change types any more, as after its closing.</exception>
    private async Task WaitForChangesAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ChangesFrom.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(TypeCatalog), "the term ended before types could be changed in it");
        }
    }
}
