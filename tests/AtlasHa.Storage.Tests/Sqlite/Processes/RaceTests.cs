using AtlasHa.Storage.Tests.Processes;

namespace AtlasHa.Storage.Tests.Sqlite.Processes;

public sealed class RaceTests() : RaceContract(new SqliteFile());
