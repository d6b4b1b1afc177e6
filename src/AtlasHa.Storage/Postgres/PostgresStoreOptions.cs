namespace AtlasHa.Storage.Postgres;

/// <summary>Settings of the store in a PostgreSQL database (13 or later, encoding UTF8), shared by all instances.</summary>
public sealed class PostgresStoreOptions
{
    /// <summary>Npgsql's connection string. May hold a password: never logged.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>How long to wait for the turn to write before giving up. Default 5 s.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long to wait for the turn to write before ending the database session in the way, if it is of a lower epoch. Default 2 s; must be
    /// shorter than <see cref="BusyTimeout"/>.
    /// </summary>
    public TimeSpan FenceAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long reads, claims and starts of writes are tried again on a fresh connection when one is lost. Default 2 s.</summary>
    public TimeSpan RetryTimeout { get; set; } = TimeSpan.FromSeconds(2);
}
