using System.Net;
using AtlasHa.Storage.Postgres;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Options;

namespace AtlasHa.Server;

/// <summary>Checks the settings at start and names every one that is wrong, with what to write instead.</summary>
internal sealed class ServerOptionsValidator : IValidateOptions<ServerOptions>
{
    public ValidateOptionsResult Validate(string? name, ServerOptions options)
    {
        var failures = new List<string>();
        if (string.IsNullOrWhiteSpace(options.InstanceId) || options.InstanceId.Contains('/'))
            failures.Add("AtlasHa:InstanceId must be a name without '/', e.g. id1.");
        if (string.IsNullOrWhiteSpace(options.ClusterId) || options.ClusterId.Contains('/'))
            failures.Add("AtlasHa:ClusterId must be a name without '/', e.g. atlas-ha.");
        CheckAddress("AtlasHa:Http:Address", options.Http.Address, options.Security.HasUsers || options.Security.AllowUnauthenticatedNetworkAccess,
            "no users are configured (AtlasHa:Security:UsersFile)", failures);
        CheckAddress("AtlasHa:Silo:Address", options.Silo.Address, options.Security.AllowUnauthenticatedNetworkAccess,
            "the ports between instances and for Orleans clients ask nobody for a name", failures);
        CheckPort("AtlasHa:Http:Port", options.Http.Port, failures);
        CheckPort("AtlasHa:Silo:Port", options.Silo.Port, failures);
        CheckPort("AtlasHa:Silo:GatewayPort", options.Silo.GatewayPort, failures);
        if (options.PublicUrl is { } url && (url is not { IsAbsoluteUri: true, AbsolutePath: "/", Query: "" } || url.Scheme is not ("http" or "https")))
            failures.Add($"AtlasHa:PublicUrl '{url}' must be http(s)://host:port without a path.");
        if (options.PublicUrl is null && IPAddress.TryParse(options.Http.Address, out var any) && (any.Equals(IPAddress.Any) || any.Equals(IPAddress.IPv6Any)))
            failures.Add("AtlasHa:PublicUrl must be set when AtlasHa:Http:Address is a wildcard: clients are redirected to it, e.g. http://atlas1.example:21000.");
        failures.AddRange(ZooKeeperFailures(options.ZooKeeper));
        if (string.IsNullOrWhiteSpace(options.Store.Sqlite.Path)) failures.Add("AtlasHa:Store:Sqlite:Path must name the database file, e.g. data/atlas-ha.db.");
        if (options.Http.MaxRequestBodyBytes <= 0) failures.Add("AtlasHa:Http:MaxRequestBodyBytes must be more than zero.");
        CheckStore(options.Store, failures);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void CheckStore(ServerOptions.StoreSettings store, List<string> failures)
    {
        if (!Enum.IsDefined(store.Provider)) failures.Add($"AtlasHa:Store:Provider {store.Provider} must be Sqlite or Postgres.");
        if (store.Provider != ServerOptions.StoreProvider.Postgres) return;
        var checkedStore = new PostgresStoreOptionsValidator().Validate(null, new PostgresStoreOptions { ConnectionString = store.Postgres.ConnectionString });
        failures.AddRange(checkedStore.Failures?.Select(failure => $"AtlasHa:Store:Postgres:{failure}.") ?? []);
    }

    private static IEnumerable<string> ZooKeeperFailures(ServerOptions.ZooKeeperSettings settings)
    {
        // The value is not shown: it is a secret.
        if (settings.DigestCredentials is not null && settings.DigestCredentials.Split(':', 2) is not [{ Length: > 0 }, { Length: > 0 }])
            return ["AtlasHa:ZooKeeper:DigestCredentials must be user:password."];
        var verdict = new ZooKeeperClientOptionsValidator().Validate(null, settings.ToClientOptions());
        return (verdict.Failures ?? []).Select(failure => $"AtlasHa:ZooKeeper:{failure.Replace("Tls.", "Tls:", StringComparison.Ordinal)}");
    }

    private static void CheckAddress(string key, string value, bool allowsNetwork, string danger, List<string> failures)
    {
        if (!IPAddress.TryParse(value, out var address))
            failures.Add($"{key} '{value}' is no IP address; write e.g. 127.0.0.1.");
        else if (!IPAddress.IsLoopback(address) && !allowsNetwork)
            failures.Add($"{key} is {value}, but {danger}, so only loopback addresses are allowed: anyone on the network could change the catalogue. "
                + "Use 127.0.0.1, or, on a network that is closed by other means, set AtlasHa:Security:AllowUnauthenticatedNetworkAccess=true.");
    }

    private static void CheckPort(string key, int port, List<string> failures)
    {
        if (port is < 1 or > 65535) failures.Add($"{key} {port} is no port; use 1 to 65535.");
    }
}
