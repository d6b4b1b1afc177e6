using AtlasHa.Catalog.Model.Import;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Storage.Imports;

namespace AtlasHa.Catalog.Import.Background;

/// <summary>
/// What a background import takes next, and what was taken of that part. It moves in the transaction of each entity, so that no entity is taken twice: users may
/// have changed it since.
/// </summary>
internal sealed record ImportProgress
{
    /// <summary>Characters that are kept of the guid of an entity that is refused.</summary>
    public const int MaxGuid = 256;

    /// <summary>Characters that are kept of why it is.</summary>
    public const int MaxReason = 1_000;

    /// <summary>The part to take next: all before it are counted in the import's document.</summary>
    public int Part { get; init; }

    /// <summary>Of that part, the entity to take next.</summary>
    public int Entity { get; init; }

    /// <summary>How often taking that entity was begun: what ends the process must not end every next one.</summary>
    public int Attempts { get; init; }

    /// <summary>Of that part, as the rest.</summary>
    public int Imported { get; init; }

    public IReadOnlyList<ImportSkip> Skipped { get; init; } = [];

    public IReadOnlyDictionary<string, long> Metrics { get; init; } = new Dictionary<string, long>();

    public static ImportProgress Of(ImportRow row) => row.Progress.Length == 0 ? new ImportProgress() : AtlasJson.Parse<ImportProgress>(row.Progress);

    public byte[] ToBytes() => AtlasJson.Write(this);

    public ImportProgress AfterTypes(ImportMetrics counted) => this with { Metrics = Plus(counted) };

    public ImportProgress AfterEntity(ImportMetrics counted) => Next() with { Imported = Imported + 1, Metrics = Plus(counted) };

    public ImportProgress AfterRefusal(ImportSkip skip) => Next() with
    {
        Skipped = [.. Skipped, new ImportSkip { Guid = Cut(skip.Guid, MaxGuid), Reason = Cut(skip.Reason, MaxReason)! }],
    };

    /// <summary>A text without what is too much of it: the import's document is written again with each part.</summary>
    public static string? Cut(string? text, int length) =>
        text is null || text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private ImportProgress Next() => this with { Entity = Entity + 1, Attempts = 1 };

    private Dictionary<string, long> Plus(ImportMetrics counted)
    {
        var all = new ImportMetrics();
        all.Add(Metrics);
        all.Add(counted);
        return all.Counts;
    }
}
