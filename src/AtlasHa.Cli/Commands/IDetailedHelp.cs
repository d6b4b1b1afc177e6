namespace AtlasHa.Cli.Commands;

/// <summary>A command whose help goes on after its options: notes, exit codes, examples.</summary>
internal interface IDetailedHelp
{
    string Details { get; }
}
