using AtlasHa.Cli.Loading;

namespace AtlasHa.Cli.Commands;

/// <summary>What has become of an import.</summary>
internal sealed record ImportTotals(int Listed, ImportProgress Progress)
{
    public int Report(Terminal terminal)
    {
        foreach (var refused in Progress.RefusedTypes) terminal.Note($"refused type {refused.TypeName}: {refused.Reason}");
        foreach (var skipped in Progress.Skipped) terminal.Note($"skipped {skipped.TypeName} {skipped.Guid}: {skipped.Reason}");
        if (Progress.LeftOut > 0) terminal.Note($"{Progress.LeftOut} entities are deleted in the source and were left out.");
        var wanted = Listed - Progress.LeftOut;
        terminal.Line($"{wanted - Progress.Skipped.Count} of {wanted} entities imported, {Progress.Skipped.Count} skipped.");
        return Progress.Skipped.Count + Progress.RefusedTypes.Count == 0 ? ExitCodes.Ok : ExitCodes.Failure;
    }
}
