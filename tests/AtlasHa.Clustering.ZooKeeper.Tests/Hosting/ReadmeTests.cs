using System.Runtime.CompilerServices;
using System.Text;
using AtlasHa.Clustering.ZooKeeper.Membership;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace AtlasHa.Clustering.ZooKeeper.Tests.Hosting;

/// <summary>What the README shows is what a host accepts.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task Configuration_in_the_README_sets_up_a_silo()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(Block(await File.ReadAllTextAsync(ReadmePath()), "json")));
        builder.Configuration.AddJsonStream(json);
        builder.UseOrleans();
        using var host = builder.Build();

        host.Services.GetRequiredService<IMembershipTable>().ShouldBeOfType<ZooKeeperMembershipTable>();
        host.Services.GetRequiredService<IOptions<ZooKeeperClusteringSiloOptions>>().Value.ConnectionString.ShouldBe("zk1:2181,zk2:2181,zk3:2181/orleans");
        host.Services.GetRequiredService<ClusterSession>().Paths.Root.ShouldBe("/orleans/my-cluster");
    }

    private static string Block(string text, string language)
    {
        var start = text.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return text[start..text.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static string ReadmePath([CallerFilePath] string here = "")
        => Path.Combine(Path.GetDirectoryName(here)!, "../../../src/AtlasHa.Clustering.ZooKeeper/README.md");
}
