using Microsoft.Data.Sqlite;

namespace AtlasHa.Storage.RaceWriter;

/// <summary>A program that opens the file on its own account, like a shell or a backup.</summary>
internal static class LockHolder
{
    public static void HoldUntilInputEnds(string path)
    {
        Console.In.ReadLine();
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        Report.Say("holding", Environment.ProcessId);
        Console.In.ReadToEnd();
    }
}
