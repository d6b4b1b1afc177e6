using AtlasHa.Bench;
using AtlasHa.Bench.Failover;
using AtlasHa.Bench.Outage;
using AtlasHa.Bench.Rivals;
using AtlasHa.Bench.Switchover;
using AtlasHa.Bench.Throughput;
using AtlasHa.Bench.ZooKeeper;

return await BenchCommand.Create(
[
    new FailoverBenchmark(),
    new SwitchoverBenchmark(),
    new OutageBenchmark(),
    new ThroughputBenchmark(),
    new ZooKeeperBenchmark(),
    new RivalsBenchmark(
    [
        () => new AtlasRival(),
        () => new OrleansRival(tuned: true),
        () => new OrleansRival(tuned: false),
    ]),
]).Parse(args).InvokeAsync();
