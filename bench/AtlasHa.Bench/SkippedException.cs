namespace AtlasHa.Bench;

/// <summary>A benchmark cannot run here; the message says what is missing and how to get it.</summary>
internal sealed class SkippedException(string reason) : Exception(reason);
