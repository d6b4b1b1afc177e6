using Microsoft.Extensions.Options;

namespace AtlasHa.Storage.Sqlite;

public sealed class SqliteStoreOptionsValidator : IValidateOptions<SqliteStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, SqliteStoreOptions options)
    {
        List<string> failures = [];
        if (string.IsNullOrWhiteSpace(options.Path))
            failures.Add($"{nameof(options.Path)} is empty: give the path of the database file");
        if (options.BusyTimeout <= TimeSpan.Zero || options.BusyTimeout.TotalMilliseconds > int.MaxValue)
            failures.Add($"{nameof(options.BusyTimeout)} is {options.BusyTimeout}: it must be positive and at most 24 days");
        if (options.FenceAfter <= TimeSpan.Zero || options.FenceAfter >= options.BusyTimeout)
            failures.Add($"{nameof(options.FenceAfter)} is {options.FenceAfter}: it must be positive and shorter than {nameof(options.BusyTimeout)}");
        if (options.MinFreeBytes < 0)
            failures.Add($"{nameof(options.MinFreeBytes)} is {options.MinFreeBytes}: it must not be negative; 0 turns the warning off");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
