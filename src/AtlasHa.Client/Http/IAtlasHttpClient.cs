namespace AtlasHa.Client.Http;

/// <summary>
/// A client of the cluster's REST API that knows all instances: it goes to the active one, follows its changes, and repeats what was lost on the way. The
/// operations are extension methods, one class for each area; <see cref="SendAsync{T}"/> sends any other.
/// </summary>
public interface IAtlasHttpClient
{
    /// <summary>The answer's body, read as <typeparamref name="T"/>; null when it is empty.</summary>
    /// <exception cref="AtlasRequestException">The cluster refused the request.</exception>
    /// <exception cref="TimeoutException">No answer before the deadline. A write may or may not have been made; repeating it under the same request id is safe.</exception>
    Task<T?> SendAsync<T>(AtlasRequest request, CancellationToken cancellationToken = default)
        where T : class;

    /// <summary>The base URL of the instance that says it is active; null when none of them does at this moment.</summary>
    Task<Uri?> FindActiveAsync(CancellationToken cancellationToken = default);
}
