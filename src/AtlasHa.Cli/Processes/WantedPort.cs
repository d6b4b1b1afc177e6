namespace AtlasHa.Cli.Processes;

/// <summary>A port that is about to be used: for what, and the option that chooses it.</summary>
internal sealed record WantedPort(int Port, string Use, string Option);
