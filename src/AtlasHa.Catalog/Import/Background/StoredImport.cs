using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using AtlasHa.Catalog.Model.Import;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Storage.Imports;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Import.Background;

/// <summary>A background import as it stands in the store: what its users see, and where it goes on.</summary>
internal sealed record StoredImport
{
    /// <summary>Of the entities that were refused so many are listed; all are counted.</summary>
    public const int MaxListed = 1_000;

    private const string Unknown = "unknown";

    public required AtlasAsyncImportRequest Shown { get; init; }

    public required string User { get; init; }

    /// <summary>The term in which its parts came in.</summary>
    public long Epoch { get; init; }

    public int Parts { get; init; }

    /// <summary>When something of it came in last, in milliseconds since the Unix epoch.</summary>
    public long LastStaged { get; init; }

    /// <summary>Where it goes on; stored beside the document.</summary>
    [JsonIgnore]
    public ImportProgress Progress { get; init; } = new();

    /// <summary>Of the parts together.</summary>
    public long Bytes { get; init; }

    public ImportPhase Phase => Shown.Status switch
    {
        AsyncImportState.Staging => ImportPhase.Staging,
        AsyncImportState.Waiting or AsyncImportState.Processing => ImportPhase.Queued,
        _ => ImportPhase.Over,
    };

    /// <summary>What cannot be read is shown as failed.</summary>
    public static StoredImport Of(ImportRow row)
    {
        try
        {
            return AtlasJson.Parse<StoredImport>(row.Document) with { Progress = ImportProgress.Of(row) };
        }
        catch (JsonException broken)
        {
            var shown = new AtlasAsyncImportRequest { Guid = row.ImportId, ImportId = row.ImportId, ImportResult = new AtlasImportResult { UserName = Unknown } };
            return new StoredImport { Shown = shown, User = Unknown }.Failed("import", $"what the store holds of it cannot be read: {broken.Message}", now: 0);
        }
    }

    public ImportRow ToRow() => new(Shown.ImportId, Phase, AtlasJson.Write(this)) { Progress = Progress.ToBytes() };

    public AsyncImportStatus InList() => new()
    {
        ImportId = Shown.ImportId,
        Status = Shown.Status,
        ImportRequestReceivedTime = DateTimeOffset.FromUnixTimeMilliseconds(Shown.ReceivedTime).UtcDateTime.ToString(Primitives.IsoFormat, CultureInfo.InvariantCulture),
        ImportRequestUser = User,
    };

    public StoredImport WithPart(int bytes, int entities, long now)
    {
        var total = Shown.ImportDetails.TotalEntitiesCount + entities;
        return this with
        {
            Parts = Parts + 1,
            LastStaged = now,
            Bytes = Bytes + bytes,
            Shown = Shown with { ImportDetails = Shown.ImportDetails with { TotalEntitiesCount = total, PublishedEntityCount = total } },
        };
    }

    public StoredImport Queued(ImportOrigin origin, long now) => this with
    {
        Shown = Shown with
        {
            Status = AsyncImportState.Waiting,
            StagedTime = now,
            ImportResult = new AtlasImportResult
            {
                Request = origin.Request,
                UserName = User,
                ClientIpAddress = origin.ClientIpAddress,
                HostName = origin.HostName,
                TimeStamp = Shown.ReceivedTime,
            },
        },
    };

    public StoredImport Begun(long now) => this with { Shown = Shown with { Status = AsyncImportState.Processing, ProcessingStartTime = now } };

    public StoredImport Attempted(int more) => this with { Progress = Progress with { Attempts = Progress.Attempts + more } };

    /// <summary>With what was taken of the part that is not done.</summary>
    public StoredImport Counted()
    {
        var details = Shown.ImportDetails;
        var skipped = Progress.Skipped;
        var (imported, failed) = (details.ImportedEntitiesCount + Progress.Imported, details.FailedEntitiesCount + skipped.Count);
        ImportSkip[] listed = [.. skipped.Take(MaxListed - details.FailedEntities.Count)];
        var failures = new Dictionary<string, string>(details.Failures);
        foreach (var skip in listed)
            failures[skip.Guid ?? ""] = skip.Reason;
        var metrics = new ImportMetrics();
        metrics.Add(Shown.ImportResult?.Metrics ?? []);
        metrics.Add(Progress.Metrics);
        return this with
        {
            Progress = Progress with { Imported = 0, Skipped = [], Metrics = new Dictionary<string, long>() },
            Shown = Shown with
            {
                ImportDetails = details with
                {
                    ImportedEntitiesCount = imported,
                    FailedEntitiesCount = failed,
                    FailedEntities = [.. details.FailedEntities, .. listed.Select(skip => skip.Guid ?? "")],
                    Failures = failures,
                    ImportProgress = details.TotalEntitiesCount == 0 ? 0 : Math.Round(100.0 * (imported + failed) / details.TotalEntitiesCount, 2),
                },
                ImportResult = Shown.ImportResult is { } result ? result with { Metrics = metrics.Counts } : null,
            },
        };
    }

    /// <summary>After the next part was taken.</summary>
    public StoredImport Taken() => Counted() with { Progress = new ImportProgress { Part = Progress.Part + 1 } };

    /// <summary>After the last part was taken.</summary>
    public StoredImport Done(long now) => Over(Shown.ImportDetails switch
    {
        { FailedEntitiesCount: 0 } => AsyncImportState.Successful,
        { ImportedEntitiesCount: > 0 } => AsyncImportState.PartialSuccess,
        _ => AsyncImportState.Failed,
    }, now);

    public StoredImport Failed(string what, string reason, long now)
    {
        var over = Over(AsyncImportState.Failed, now);
        var failures = new Dictionary<string, string>(over.Shown.ImportDetails.Failures) { [what] = ImportProgress.Cut(reason, ImportProgress.MaxReason)! };
        return over with { Shown = over.Shown with { ImportDetails = over.Shown.ImportDetails with { Failures = failures } } };
    }

    public StoredImport Aborted(long now) => Over(AsyncImportState.Aborted, now);

    private StoredImport Over(AsyncImportState status, long now)
    {
        var counted = Counted();
        var shown = counted.Shown;
        return counted with
        {
            Shown = shown with
            {
                Status = status,
                CompletedTime = now,
                ImportDetails = status == AsyncImportState.Successful ? shown.ImportDetails with { ImportProgress = 100 } : shown.ImportDetails,
                ImportResult = shown.ImportResult is { } result ? result with { OperationStatus = ResultOf(status) } : null,
            },
        };
    }

    private static string ResultOf(AsyncImportState status) => status switch
    {
        AsyncImportState.Successful => "SUCCESS",
        AsyncImportState.PartialSuccess => "PARTIAL_SUCCESS",
        _ => "FAIL",
    };
}
