namespace AtlasHa.TestKit;

/// <summary>What a <see cref="StubInstance"/> was sent; the last three are headers.</summary>
public sealed record StubRequest(string Method, string Path, string Body, string? Hops, string? Authorization = null, string? RequestId = null);
