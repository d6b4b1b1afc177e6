namespace AtlasHa.ZooKeeper.Watches;

/// <summary>A watch that a request carries; it takes effect with the answer. The path is the server's.</summary>
internal sealed record WatchRegistration(WatchKind Kind, string Path, Action<WatchedEvent> Callback)
{
    /// <summary>Which kind of watch the server left behind with this answer, or null for none.</summary>
    public WatchKind? EffectiveKind(ErrorCode answer) => (Kind, answer) switch
    {
        (WatchKind.Exists, ErrorCode.Ok) => WatchKind.Data,
        (WatchKind.Exists, ErrorCode.NoNode) => WatchKind.Exists,
        (_, ErrorCode.Ok) => Kind,
        _ => null,
    };
}
