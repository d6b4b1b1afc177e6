namespace AtlasHa.Cli.Http;

/// <summary>One change of the active instance, as <c>admin/history</c> reports it. Durations are milliseconds.</summary>
internal sealed record ChangeView(
    long Epoch, string? From, string To, string Reason, DateTimeOffset At, double ClaimMs, double ActivateMs, double PublishMs, long? GapMs);
