using System.Text.Json;
using AtlasHa.Cli.Http;

namespace AtlasHa.Cli.Loading;

/// <summary>Sends an export to the cluster in parts; each may be sent twice, as entities keep their guids.</summary>
internal sealed class ExportImporter(AtlasHttp http, int partSize)
{
    private const string Route = "/api/atlas/admin/import";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Goes on where <paramref name="progress"/> says; <paramref name="sent"/> hears how many entities are done.</summary>
    /// <exception cref="CliException">A part was refused as a whole, or no instance took it; what was done before is noted.</exception>
    public async Task RunAsync(ExportArchive export, ImportProgress progress, Action<int> sent, CancellationToken cancellationToken)
    {
        while (!progress.TypesDone || progress.Done < export.Guids.Count)
        {
            string[] guids = [.. export.Guids.Skip(progress.Done).Take(partSize)];
            var (body, contentType) = await FormAsync(export.Part(guids, withTypes: !progress.TypesDone));
            var response = await http.SendAsync(HttpMethod.Post, Route, body, contentType, cancellationToken);
            if (!response.IsSuccess) throw new CliException($"the cluster refused the part after entity {progress.Done}: {response.DescribeError()}");
            var result = JsonSerializer.Deserialize<Result>(response.Body, Json);
            progress.Add(guids.Length, result?.SkippedEntities ?? []);
            sent(progress.Done);
        }
    }

    private static async Task<(byte[] Body, string ContentType)> FormAsync(byte[] zip)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(zip), "data", "export.zip" }, { new StringContent("{}"), "request" } };
        return (await form.ReadAsByteArrayAsync(), form.Headers.ContentType!.ToString());
    }

    private sealed record Result(IReadOnlyList<SkippedEntity>? SkippedEntities);
}
