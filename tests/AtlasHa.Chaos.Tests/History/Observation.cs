namespace AtlasHa.Chaos.Tests.History;

/// <summary>What the answer of an operation that was done tells about the entity before it.</summary>
/// <param name="Existed">Whether there was one.</param>
/// <param name="Number">Its number, when the operation was a read that found it.</param>
internal readonly record struct Observation(bool Existed, long Number = 0);
