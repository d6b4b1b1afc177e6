namespace AtlasHa.Gateway.Routing;

/// <summary>Endpoint metadata: every instance answers this route itself, whatever its role. Routes without it are user requests.</summary>
internal sealed class LocalEndpoint
{
    public static readonly LocalEndpoint Instance = new();
}

internal static class LocalEndpointExtensions
{
    public static TBuilder AnsweredLocally<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
        => builder.WithMetadata(LocalEndpoint.Instance);
}
