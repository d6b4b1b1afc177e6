namespace AtlasHa.Silo.Health;

/// <summary>What an active one that is ill does.</summary>
/// <param name="StepsDown">True to hand over, false to stay in office.</param>
/// <param name="Because">For the history when it steps down, for its status when it stays.</param>
internal sealed record HealthDecision(bool StepsDown, string Because);
