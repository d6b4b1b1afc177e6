namespace AtlasHa.Server.Tests;

/// <summary>Planned changes with passives that redirect.</summary>
public sealed class PlannedChangeTests() : PlannedChangeContract("Redirect");
