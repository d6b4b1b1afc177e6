namespace AtlasHa.Chaos.Tests.Checks;

/// <summary>What is wrong, and the lines of the history or of the store that show it.</summary>
internal sealed record Violation(string What, IReadOnlyList<string> Evidence)
{
    public override string ToString() => string.Join("\n    ", [What, .. Evidence]);
}
