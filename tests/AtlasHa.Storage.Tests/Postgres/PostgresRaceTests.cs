using AtlasHa.Storage.Tests.Processes;

namespace AtlasHa.Storage.Tests.Postgres;

public sealed class PostgresRaceTests(PostgresServer server) : RaceContract(new PostgresRaceDatabase(server)), IClassFixture<PostgresServer>;
