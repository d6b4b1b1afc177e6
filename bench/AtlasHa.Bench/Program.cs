using AtlasHa.Bench;
using AtlasHa.Bench.Failover;
using AtlasHa.Bench.Outage;
using AtlasHa.Bench.Switchover;
using AtlasHa.Bench.Throughput;

return await BenchCommand.Create(
[
    new FailoverBenchmark(),
    new SwitchoverBenchmark(),
    new OutageBenchmark(),
    new ThroughputBenchmark(),
]).Parse(args).InvokeAsync();
