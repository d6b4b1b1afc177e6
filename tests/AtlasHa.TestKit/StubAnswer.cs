namespace AtlasHa.TestKit;

/// <summary>What a <see cref="StubInstance"/> answers.</summary>
public sealed record StubAnswer(int Status, string Body = "{}", string? Location = null, string? RetryAfter = null);
