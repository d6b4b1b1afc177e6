namespace AtlasHa.Server.Tests;

/// <summary>Planned changes with passives that pass requests on.</summary>
public sealed class ForwardedPlannedChangeTests() : PlannedChangeContract("Forward");
