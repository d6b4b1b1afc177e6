namespace AtlasHa.Cli.Loading.Remote;

/// <summary>
/// Lists the entities of one type after another. An AtlasHa's pages go on from a place in an order that nothing changes. Those of an Apache Atlas
/// are counted from the first, by time of creation: what is created meanwhile comes last and what is deleted stays, so that only a purge moves the others. Each page begins
/// with the last entity of the one before: if it does not, something has moved, and the type is listed anew.
/// </summary>
internal sealed class SourceLister(SourceAtlas source, bool isAtlasHa, int pageSize = 1000)
{
    private const string ByCreation = "__timestamp";
    private const string FirstMarker = "*";
    private const string LastMarker = "-1";
    private const int Tries = 5;

    // Not every version of Atlas takes it to sort by.
    private string? _sortBy = ByCreation;

    /// <summary>Writes the entities of a type to <paramref name="list"/>.</summary>
    /// <exception cref="CliException">The source does not stand still long enough, or does not answer.</exception>
    public async Task ListAsync(string typeName, SourceListWriter list, CancellationToken cancellationToken)
    {
        var start = list.Position;
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            if (isAtlasHa ? await ListByMarkerAsync(typeName, list, cancellationToken) : await ListByOffsetAsync(typeName, list, cancellationToken)) return;
            list.Rewind(start);
        }

        throw new CliException($"the entities of type {typeName} in {source.Name} moved while they were listed, {Tries} times; run it again when fewer are purged there.");
    }

    private async Task<bool> ListByMarkerAsync(string typeName, SourceListWriter list, CancellationToken cancellationToken)
    {
        for (var marker = FirstMarker; marker is not (null or LastMarker);)
        {
            var page = (await source.SearchAsync(new SourceSearch(typeName, pageSize) { Marker = marker }, cancellationToken))!;
            foreach (var guid in page.Guids) list.Add(new ListedEntity(guid, typeName));
            marker = page.NextMarker;
        }

        return true;
    }

    private async Task<bool> ListByOffsetAsync(string typeName, SourceListWriter list, CancellationToken cancellationToken)
    {
        string? last = null;
        for (var offset = 0; ;)
        {
            var page = await source.SearchAsync(new SourceSearch(typeName, pageSize) { Offset = offset, SortBy = _sortBy }, cancellationToken);
            if (page is null)
            {
                _sortBy = null;
                return false;
            }

            if (last is not null && (page.Guids.Count == 0 || page.Guids[0] != last)) return false;
            var known = last is null ? 0 : 1;
            // Not a short page: an Atlas may be set to give fewer than it is asked for.
            if (page.Guids.Count == known) return true;
            foreach (var guid in page.Guids.Skip(known)) list.Add(new ListedEntity(guid, typeName));
            last = page.Guids[^1];
            offset += page.Guids.Count - 1;
        }
    }
}
