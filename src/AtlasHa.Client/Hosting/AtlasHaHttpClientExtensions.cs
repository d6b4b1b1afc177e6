using AtlasHa.Client.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AtlasHa.Client.Hosting;

/// <summary>The AtlasHa cluster's REST API for .NET programs that are no Orleans clients.</summary>
public static class AtlasHaHttpClientExtensions
{
    /// <summary>Adds an <see cref="IAtlasHttpClient"/> that knows all instances of the cluster.</summary>
    public static IServiceCollection AddAtlasHaHttpClient(this IServiceCollection services, Action<AtlasHaHttpOptions> configure)
    {
        services.AddOptions<AtlasHaHttpOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AtlasHaHttpOptions>, AtlasHaHttpOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IAtlasHttpClient, AtlasHttpClient>();
        return services;
    }
}
