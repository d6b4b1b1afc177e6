namespace AtlasHa.Gateway.StatusPage;

/// <summary>Something that is not as it should be.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="What">What is the matter.</param>
/// <param name="ToDo">What to do next.</param>
internal sealed record Finding(Severity Severity, string What, string ToDo);
