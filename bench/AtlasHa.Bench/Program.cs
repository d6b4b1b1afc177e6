using AtlasHa.Bench;
using AtlasHa.Bench.Creates;
using AtlasHa.Bench.Failover;
using AtlasHa.Bench.Growth;
using AtlasHa.Bench.Notifications;
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
    new CreatesBenchmark(),
    new NotificationsBenchmark(),
    new BacklogBenchmark(),
    new GrowthBenchmark(),
    new RivalsBenchmark(
    [
        () => new AtlasRival(),
        () => new OrleansRival(tuned: true),
        () => new OrleansRival(tuned: false),
        () => new PatroniRival(PatroniSettings.Tuned),
        () => new PatroniRival(PatroniSettings.Stock),
    ]),
]).Parse(args).InvokeAsync();
