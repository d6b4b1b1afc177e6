using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AtlasHa.Cli.Http;

namespace AtlasHa.Cli.Loading.Remote;

/// <summary>A running Apache Atlas, or another AtlasHa, that is only read from. All of it may be asked twice.</summary>
internal sealed class SourceAtlas(AtlasHttp http, string name) : IEntityReader
{
    private const string Api = "/api/atlas/v2/";

    /// <summary>At most this many guids go into one URL, which servers limit to some 8 KB.</summary>
    private const int GuidsPerRequest = 100;

    /// <summary>What it is called in messages.</summary>
    public string Name => name;

    /// <summary>Whether it is an AtlasHa, whose pages of a search can go on from a place and not only from a count.</summary>
    /// <exception cref="CliException">It is no Atlas.</exception>
    public async Task<bool> IsAtlasHaAsync(CancellationToken cancellationToken)
    {
        var status = Require(await http.SendAsync(HttpMethod.Get, "/api/atlas/admin/status", null, cancellationToken));
        if (status.ValueKind != JsonValueKind.Object || !status.TryGetProperty("Status", out _)) throw NoAtlas();
        return status.TryGetProperty("activeInstanceId", out _);
    }

    /// <summary>All type definitions, as it writes them.</summary>
    public async Task<byte[]> ReadTypesAsync(CancellationToken cancellationToken)
    {
        var answer = await http.SendAsync(HttpMethod.Get, Api + "types/typedefs", null, cancellationToken);
        return Require(answer) is { ValueKind: JsonValueKind.Object } types && types.TryGetProperty("entityDefs", out _) ? answer.Body : throw NoAtlas();
    }

    /// <summary>A page of entities of exactly one type, deleted ones too; null when the source does not know the attribute to sort by.</summary>
    public async Task<SourcePage?> SearchAsync(SourceSearch search, CancellationToken cancellationToken)
    {
        var answer = await http.SendAsync(HttpMethod.Post, Api + "search/basic", search.ToJson(), cancellationToken);
        if (answer.Status == HttpStatusCode.BadRequest && search.SortBy is not null) return null;
        return SourcePage.Of(Require(answer));
    }

    /// <inheritdoc/>
    public async Task<SourceEntities> ReadAsync(IReadOnlyList<ListedEntity> wanted, CancellationToken cancellationToken)
    {
        var read = new SourceEntities();
        foreach (var some in wanted.Chunk(GuidsPerRequest))
        {
            var answer = await GetAsync(some, cancellationToken);
            if (answer.IsSuccess) read.Add(Require(answer));
            else await ReadSinglyAsync(some, read, cancellationToken);
        }

        return read;
    }

    // One that is gone, or that its Atlas cannot show, fails the answer for all.
    private async Task ReadSinglyAsync(ListedEntity[] wanted, SourceEntities read, CancellationToken cancellationToken)
    {
        var failures = 0;
        foreach (var one in wanted)
        {
            var answer = await GetAsync([one], cancellationToken);
            if (answer.IsSuccess)
            {
                read.Add(Require(answer));
            }
            else if (!IsGone(answer))
            {
                if ((int)answer.Status >= 500) failures++;
                read.Unreadable.Add(new SkippedEntity(one.Guid, one.TypeName, $"the source does not give it: {answer.DescribeError()}"));
            }

            // Then it is the source that fails and not an entity of it.
            if (failures > 1 && failures == wanted.Length) Require(answer);
        }
    }

    // Since it was listed, which is no loss. A 404 of something that is no Atlas does not count.
    private static bool IsGone(AtlasResponse answer) => answer.Status == HttpStatusCode.NotFound && answer.Json() is JsonObject error && error["errorCode"] is not null;

    private async Task<AtlasResponse> GetAsync(IReadOnlyList<ListedEntity> wanted, CancellationToken cancellationToken)
    {
        var guids = string.Concat(wanted.Select(entity => "&guid=" + Uri.EscapeDataString(entity.Guid)));
        var answer = await http.SendAsync(HttpMethod.Get, Api + "entity/bulk?minExtInfo=true" + guids, null, cancellationToken);
        if (answer.Status == HttpStatusCode.Unauthorized) Require(answer);
        return answer;
    }

    private JsonElement Require(AtlasResponse answer)
    {
        if (answer.Status == HttpStatusCode.Unauthorized)
            throw new CliException($"{name} does not accept the user (HTTP 401); give one with --from-user NAME, or NAME:PASSWORD in {Credentials.SourceVariable}.");
        if (!answer.IsSuccess)
        {
            throw answer.Json() is null && answer.Status == HttpStatusCode.NotFound
                ? NoAtlas()
                : new CliException($"{name} refused to be read: {answer.DescribeError()}");
        }

        try
        {
            return JsonElement.Parse(answer.Body);
        }
        catch (JsonException)
        {
            throw NoAtlas();
        }
    }

    private CliException NoAtlas() => new($"{name} does not answer as an Apache Atlas does; --from takes its base URL, such as http://atlas:21000.");
}
