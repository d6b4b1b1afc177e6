using Microsoft.Extensions.Logging.Console;

namespace AtlasHa.Server.Hosting;

internal static class ConsoleLogging
{
    /// <summary>One line per entry, with UTC time: the log is read by people and by grep.</summary>
    public static void AddPlainConsole(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff'Z' ";
            console.ColorBehavior = Console.IsOutputRedirected ? LoggerColorBehavior.Disabled : LoggerColorBehavior.Default;
        });
    }
}
