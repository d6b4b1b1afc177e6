namespace AtlasHa.Cli.Loading.Remote;

/// <summary>Sends entities to the cluster in one part, or one by one if something is wrong with the part as a whole.</summary>
internal sealed class EntitySender(PartSender sender)
{
    /// <summary>What the cluster did not take, or the source did not give, and how many were not there at all.</summary>
    /// <param name="wanted">In the order in which they are to be imported.</param>
    /// <param name="read">What was read of them, and perhaps of others.</param>
    /// <param name="together">See <see cref="ImportPart.OfEntities"/>.</param>
    /// <exception cref="CliException">The cluster takes nothing at all.</exception>
    public async Task<(IReadOnlyList<SkippedEntity> Skipped, int LeftOut)> SendAsync(
        IReadOnlyList<ListedEntity> wanted, SourceEntities read, bool together, CancellationToken cancellationToken)
    {
        ListedEntity[] there = [.. wanted.Where(entity => read.ByGuid.ContainsKey(entity.Guid))];
        var skipped = there.Length == 0 ? [] : await SendReadAsync(there, read, together, cancellationToken);
        // Who is neither there nor named as unreadable has gone, or is deleted.
        return ([.. read.Unreadable, .. skipped], wanted.Count - there.Length - read.Unreadable.Count);
    }

    private async Task<IReadOnlyList<SkippedEntity>> SendReadAsync(
        IReadOnlyList<ListedEntity> entities, SourceEntities read, bool together, CancellationToken cancellationToken)
    {
        var answer = await sender.SendAsync(ImportPart.OfEntities([.. entities.Select(entity => entity.Guid)], read.ByGuid, together), cancellationToken);
        if (answer.Refusal is not { } refusal) return answer.Skipped;
        if (!answer.IsOfContent) throw new CliException($"the cluster refused a part: {refusal}");
        if (entities is [var single]) return [new SkippedEntity(single.Guid, single.TypeName, refusal)];

        // Something in the part cannot even be read; the others are not to suffer from it.
        List<SkippedEntity> skipped = [];
        foreach (var entity in entities) skipped.AddRange(await SendReadAsync([entity], read, together, cancellationToken));
        return skipped;
    }
}
