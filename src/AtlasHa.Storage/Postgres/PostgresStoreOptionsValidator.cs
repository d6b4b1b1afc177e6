using Microsoft.Extensions.Options;
using Npgsql;

namespace AtlasHa.Storage.Postgres;

public sealed class PostgresStoreOptionsValidator : IValidateOptions<PostgresStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, PostgresStoreOptions options)
    {
        List<string> failures = [];
        if (!HasHostAndDatabase(options.ConnectionString))
            failures.Add(
                $"{nameof(options.ConnectionString)} must be a connection string of Npgsql with Host and Database, "
                + "e.g. Host=db1;Database=atlas;Username=atlas;Password=...");
        if (options.BusyTimeout <= TimeSpan.Zero || options.BusyTimeout.TotalMilliseconds > int.MaxValue)
            failures.Add($"{nameof(options.BusyTimeout)} is {options.BusyTimeout}: it must be positive and at most 24 days");
        if (options.FenceAfter <= TimeSpan.Zero || options.FenceAfter >= options.BusyTimeout)
            failures.Add($"{nameof(options.FenceAfter)} is {options.FenceAfter}: it must be positive and shorter than {nameof(options.BusyTimeout)}");
        if (options.RetryTimeout < TimeSpan.Zero)
            failures.Add($"{nameof(options.RetryTimeout)} is {options.RetryTimeout}: it must not be negative");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool HasHostAndDatabase(string connectionString)
    {
        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(connectionString);
            return !string.IsNullOrWhiteSpace(parsed.Host) && !string.IsNullOrWhiteSpace(parsed.Database);
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException or OverflowException)
        {
            // Its text may quote the password.
            return false;
        }
    }
}
