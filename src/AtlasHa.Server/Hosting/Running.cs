using Microsoft.Extensions.Options;

namespace AtlasHa.Server.Hosting;

internal static partial class Running
{
    /// <summary>Runs until stopped: 0 after a stop that was asked for, 1 when starting failed (the reason is logged in one line).</summary>
    public static async Task<int> RunToExitCodeAsync(this WebApplication app)
    {
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (OptionsValidationException e)
        {
            foreach (var failure in e.Failures) LogSetting(app.Logger, failure);
            return 1;
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            LogPortTaken(app.Logger, e.Message);
            return 1;
        }
    }

    [LoggerMessage(1, LogLevel.Critical, "Wrong setting: {Failure}")]
    private static partial void LogSetting(ILogger logger, string failure);

    [LoggerMessage(2, LogLevel.Critical, "{Problem} Stop the other process or set AtlasHa:Http:Port to a free port")]
    private static partial void LogPortTaken(ILogger logger, string problem);
}
