using System.Globalization;
using AtlasHa.Bench.Reporting;
using AtlasHa.Bench.Tools;

namespace AtlasHa.Bench.ZooKeeper;

/// <summary>The official C client: a driver of about a hundred lines, compiled here, a process of its own for each round.</summary>
internal sealed class NativeDriver : IDisposable
{
    private readonly string _program;
    private readonly string _connectString;

    private NativeDriver(string program, string connectString) => (_program, _connectString) = (program, connectString);

    public static async Task<NativeDriver> BuildAsync(string connectString)
    {
        Tool.RequireFile("/usr/include/zookeeper/zookeeper.h", "libzookeeper-mt-dev");
        var compiler = Tool.Require("gcc", "gcc");
        // Without it the compiler finds no libc to link.
        Tool.RequireFile("/usr/include/stdio.h", "libc6-dev");
        var program = Path.GetTempFileName();
        var source = Path.Combine(Machine.RepositoryRoot, "bench", "zk-c-client", "zkbench.c");
        await Tool.RunAsync(compiler, ["-O2", "-std=gnu11", "-DTHREADED", "-o", program, source, "-lzookeeper_mt", "-lpthread"], TimeSpan.FromMinutes(1));
        return new NativeDriver(program, connectString);
    }

    public async Task<ClientRound> RunAsync(Work work)
    {
        string[] arguments =
        [
            _connectString, work.Operation, work.Path, work.Window.ToString(CultureInfo.InvariantCulture), work.Length.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        ];
        var text = await Tool.RunAsync(_program, arguments, work.Length + TimeSpan.FromMinutes(1));
        var numbers = text.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return new ClientRound((long)numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    public void Dispose() => File.Delete(_program);
}
