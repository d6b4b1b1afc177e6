using AtlasHa.Chaos.Tests.Harness;

// Each scenario breaks a cluster of six processes: two at once would only starve each other on two cores.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(ChaosFixture))]
