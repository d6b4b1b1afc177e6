using AtlasHa.Bench;

return await BenchCommand.Create(
[
    new AtlasHa.Bench.Failover.FailoverBenchmark(),
]).Parse(args).InvokeAsync();
