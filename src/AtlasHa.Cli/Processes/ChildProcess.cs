namespace AtlasHa.Cli.Processes;

/// <summary>How to start one background process.</summary>
/// <param name="Executable">Path or name of the program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="WorkingDirectory">Directory to start in; made when it does not exist.</param>
/// <param name="LogFile">File to which its output is appended.</param>
internal sealed record ChildProcess(string Executable, IReadOnlyList<string> Arguments, string WorkingDirectory, string LogFile);
