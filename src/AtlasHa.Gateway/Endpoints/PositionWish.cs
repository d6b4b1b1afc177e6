using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Notifications;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>
/// Asks for another position of a partition of Kafka. A misspelt member is refused: it would be taken for one that is absent.
/// </summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Partition">Its number.</param>
/// <param name="To">An offset as a number; or <c>earliest</c>, <c>latest</c>, an offset or a time of ISO 8601 as text.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PositionWish(string? Topic, int? Partition, JsonElement? To)
{
    /// <summary>A date alone, or with hours and minutes at least; without a zone it is UTC.</summary>
    private static readonly string[] TimeFormats = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    /// <exception cref="AtlasException">400-00-01A: it says none.</exception>
    public PositionTarget Target() => To switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var offset) => new PositionTarget.AtOffset(offset),
        { ValueKind: JsonValueKind.String } text => TargetOf(text.GetString()!),
        { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } other => throw Refusal($"{other.GetRawText()} is none of these"),
        _ => throw Refusal("it is missing"),
    };

    private static PositionTarget TargetOf(string text)
    {
        if (text.Equals("earliest", StringComparison.OrdinalIgnoreCase)) return new PositionTarget.Earliest();
        if (text.Equals("latest", StringComparison.OrdinalIgnoreCase)) return new PositionTarget.Latest();
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var offset)) return new PositionTarget.AtOffset(offset);
        return DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? new PositionTarget.AtTime(time)
            : throw Refusal($"'{text}' is none of these");
    }

    private static AtlasException Refusal(string reason) => new(
        AtlasErrorCode.InvalidParameters, $"member \"to\" is an offset, \"earliest\", \"latest\" or a time such as \"2026-01-31T12:00:00Z\"; {reason}");
}
