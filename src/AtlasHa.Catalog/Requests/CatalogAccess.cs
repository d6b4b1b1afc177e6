using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Hooks;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Requests;

/// <summary>
/// How every area of the catalogue reads and writes in one term of office: each read sees one snapshot, each write goes through the term's queue
/// and is all or nothing.
/// </summary>
/// <param name="openReader">Opens a snapshot of the term's store.</param>
/// <param name="types">The types of this moment.</param>
/// <param name="notifies">Tells of changed entities.</param>
internal sealed class CatalogAccess(
    Func<CancellationToken, Task<ICatalogReader>> openReader, RequestMemory writes, Func<TypeRegistry> types, TimeProvider time,
    DeletionOptions deletion, bool notifies = true)
{
    private const int ReadAttempts = 2;

    /// <summary>Given after every write of entities, and at the end of the term.</summary>
    public ChangeSignal Changed { get; } = new();

    /// <summary>The types of this moment.</summary>
    public TypeRegistry Types => types();

    public TimeProvider Time => time;

    /// <summary>Milliseconds since the Unix epoch.</summary>
    public long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task<T> ReadAsync<T>(Func<ICatalogReader, TypeRegistry, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            ICatalogReader reader = await openReader(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                try
                {
                    return await read(reader, types()).ConfigureAwait(false);
                }
                catch (StoreUnavailableException) when (attempt < ReadAttempts)
                {
                    // A snapshot goes with its connection. Reading changes nothing: it is begun anew on another one.
                }
            }
        }
    }

    /// <summary>A write about something else than entities, which does not count among those of users.</summary>
    /// <param name="key">Null: the write is not remembered.</param>
    /// <param name="onCommitted">See <see cref="WriteOptions.OnCommitted"/>; also given when it was carried out before.</param>
    public Task<WriteReceipt> WriteAsync(
        RequestKey? key, Func<ICatalogWriter, CancellationToken, Task> work, CancellationToken cancellationToken, Action? onCommitted = null) =>
        writes.RunAsync(
            key,
            async (writer, cancel) =>
            {
                await work(writer, cancel).ConfigureAwait(false);
                return new WriteReceipt();
            },
            new WriteOptions { Urgency = WriteUrgency.Service, OnCommitted = onCommitted }, cancellationToken);

    /// <summary>A write of the catalogue's own that nobody waits for, which may change entities as well.</summary>
    /// <param name="user">Who is noted as author.</param>
    /// <param name="onCommitted">See <see cref="WriteOptions.OnCommitted"/>.</param>
    public Task<WriteReceipt> WriteAsync(
        string user, Func<ICatalogWriter, Mutation, CancellationToken, Task> work, ExpectedReads? reads, CancellationToken cancellationToken,
        Action? onCommitted = null) =>
        writes.RunAsync(
            key: null,
            async (writer, cancel) =>
            {
                await work(writer, new Mutation(writer, types(), user, Now, deletion.IsHard(DeleteType.Default), notifies), cancel).ConfigureAwait(false);
                return new WriteReceipt();
            },
            Options(reads) with { Urgency = WriteUrgency.Background, OnCommitted = (notifies ? Changed.Give : (Action?)null) + onCommitted },
            cancellationToken);

    /// <param name="key">Null: the write is not remembered.</param>
    /// <param name="work">Saves its mutation itself, because its answer may depend on what was saved.</param>
    /// <param name="reads">What it will look at, so that the writer reads it for several requests at once; null: not known.</param>
    /// <param name="isBackground">It is the catalogue's own, one at a time: no user waits for it, but the messages that wait, which are many, come after it.</param>
    public Task<T> WriteAsync<T>(
        RequestKey? key, Func<Mutation, CancellationToken, Task<T>> work, CallContext context, CancellationToken cancellationToken,
        ExpectedReads? reads = null, bool isBackground = false)
        where T : IWriteAnswer<T> =>
        writes.RunAsync(
            key,
            (writer, cancel) => work(new Mutation(writer, types(), context.User, Now, deletion.IsHard(context.DeleteType), notifies), cancel),
            isBackground ? Options(reads) with { Urgency = WriteUrgency.Service } : Options(reads),
            cancellationToken);

    /// <summary>A write that concerns neither entities nor relationships.</summary>
    /// <param name="key">Null: the write is not remembered.</param>
    /// <param name="onCommitted">See <see cref="WriteOptions.OnCommitted"/>; also given when it was carried out before.</param>
    public Task<T> WriteRowsAsync<T>(
        RequestKey? key, Func<ICatalogWriter, CancellationToken, Task<T>> work, CancellationToken cancellationToken, Action? onCommitted = null)
        where T : IWriteAnswer<T> =>
        writes.RunAsync(key, work, onCommitted is null ? WriteOptions.Default : new WriteOptions { OnCommitted = onCommitted }, cancellationToken);

    private WriteOptions Options(ExpectedReads? reads) =>
        new() { Reads = reads ?? ExpectedReads.None, OnCommitted = notifies ? Changed.Give : null };
}
