namespace AtlasHa.Storage.RaceWriter;

/// <summary>Tells the test, at once: a line that was read by it is true.</summary>
internal static class Report
{
    public static void Say(string what, long number)
    {
        Console.Out.WriteLine($"{what} {number}");
        Console.Out.Flush();
    }
}
