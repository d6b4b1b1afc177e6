using System.Globalization;
using System.Text;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Audit;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.AdminAudit;

namespace AtlasHa.Catalog.Administration;

/// <summary>Writes entries of the admin audit in the transaction of what they tell of, and removes old ones with them, so that the audit cannot grow.</summary>
internal sealed class AdminAuditLog(AdminAuditOptions options, TimeProvider time)
{
    /// <summary>Each new entry lets up to so many old ones go: no write pays for many.</summary>
    private const int TrimmedAtOnce = 16;

    /// <summary>Characters of what was asked for, and of what came of it. Lists show both of every entry.</summary>
    public const int MaxTextLength = 64 << 10;

    /// <summary>Milliseconds since the Unix epoch.</summary>
    public long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <param name="writer">The transaction.</param>
    /// <param name="operation">What was done.</param>
    /// <param name="caller">Who did it.</param>
    /// <param name="startTime">When it began.</param>
    /// <param name="parameters">What was asked for.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="count">How many objects it concerned.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="runId">A purge's.</param>
    /// <param name="details">More that is kept, as JSON.</param>
    public async ValueTask AddAsync(
        ICatalogWriter writer, AuditOperation operation, CallContext caller, long startTime, string? parameters, string? result, long count,
        CancellationToken cancellationToken, string? runId = null, object? details = null)
    {
        var now = Now;
        var row = new AdminAuditRow(
            Id: 0, Guid.NewGuid().ToString(), caller.User, operation.ToWire(), Cut(parameters), startTime, now, caller.ClientAddress, Cut(result), count, runId,
            details is null ? null : AtlasJson.Write(details));
        await writer.AddAdminAuditAsync(row, cancellationToken).ConfigureAwait(false);
        var oldest = now - (long)options.KeepFor.TotalMilliseconds;
        await writer.TrimAdminAuditAsync(oldest, options.MaxEntries, TrimmedAtOnce, cancellationToken).ConfigureAwait(false);
    }

    private static string? Cut(string? text)
    {
        if (text is null || text.Length <= MaxTextLength)
            return text;
        // A character of two is not cut in the middle.
        var end = char.IsHighSurrogate(text[MaxTextLength - 1]) ? MaxTextLength - 1 : MaxTextLength;
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, end)}... (the first {end} of {text.Length} characters)");
    }

    /// <summary>JSON as the text of an entry.</summary>
    public static string Json(object value) => Encoding.UTF8.GetString(AtlasJson.Write(value));
}
