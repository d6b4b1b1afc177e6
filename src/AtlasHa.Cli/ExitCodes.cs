namespace AtlasHa.Cli;

/// <summary>What the process returns; the same for every command and listed in the root command's help.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int Failure = 1;
    public const int Usage = 2;

    /// <summary>Ended by Ctrl-C before the work was done (128 + SIGINT, the shells' custom).</summary>
    public const int Interrupted = 130;
}
