using AtlasHa.Chaos.Tests.History;

namespace AtlasHa.Chaos.Tests.Harness;

/// <summary>Keeps what a failed scenario left, below the folder of the built tests.</summary>
internal static class Evidence
{
    /// <summary>Writes history, journal and logs; returns the folder.</summary>
    public static string Keep(ChaosCluster cluster, HistoryRecorder history)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "evidence", $"{DateTime.UtcNow:yyyyMMdd-HHmmss-fff}")).FullName;
        File.WriteAllLines(Path.Combine(folder, "history.txt"), history.Operations.OrderBy(o => o.Invoked).Select(o => $"{o}").Concat(history.WrongAnswers));
        File.WriteAllLines(Path.Combine(folder, "journal.txt"), cluster.Journal.Read().Select(row => $"{row}"));
        File.WriteAllText(Path.Combine(folder, "logs.txt"), cluster.Diagnosis());
        return folder;
    }
}
