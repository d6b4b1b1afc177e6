using Microsoft.Extensions.Options;

namespace AtlasHa.Server.Hosting;

internal static class OptionsHosting
{
    /// <summary>Reads and checks the settings before anything is built on them.</summary>
    /// <exception cref="OptionsValidationException">Names every wrong setting.</exception>
    public static ServerOptions AddServerOptions(this WebApplicationBuilder builder)
    {
        var options = new ServerOptions();
        try
        {
            builder.Configuration.GetSection(ServerOptions.Section).Bind(options);
        }
        catch (InvalidOperationException unreadable)
        {
            string[] failures = [$"{unreadable.Message} What each setting takes is in docs/operations.md."];
            throw new OptionsValidationException(ServerOptions.Section, typeof(ServerOptions), failures);
        }

        var result = new ServerOptionsValidator().Validate(null, options);
        if (result.Failed) throw new OptionsValidationException(ServerOptions.Section, typeof(ServerOptions), result.Failures);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        return options;
    }
}
