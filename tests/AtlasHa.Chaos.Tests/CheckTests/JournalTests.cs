using AtlasHa.Chaos.Tests.Harness;

namespace AtlasHa.Chaos.Tests.CheckTests;

/// <summary>What the check of terms rests on: the journal names the process that made each change.</summary>
public sealed class JournalTests(ChaosFixture chaos)
{
    [Fact]
    public async Task Journal_names_the_process_that_wrote()
    {
        Assert.SkipWhen(PrivateMount.WhyUnavailable is not null, PrivateMount.WhyUnavailable ?? "");
        ChaosInstance[] holders = [];
        IReadOnlyList<History.JournalRow> journal = [];
        await chaos.UnderLoadAsync(async (cluster, load) =>
        {
            var first = await cluster.ActiveAsync();
            await first.KillAsync();
            var second = await cluster.ActiveAsync();
            await load.ServedAsync();
            holders = [first, second];
            journal = cluster.Journal.Read();
        });

        var lastTerms = journal.Where(row => row.Claimant is null).GroupBy(row => row.Epoch).OrderBy(term => term.Key).TakeLast(2);
        lastTerms.Select(term => term.Select(row => row.Writer).Distinct().ShouldHaveSingleItem())
            .Zip(holders).ShouldAllBe(pair => pair.First.Contains($"/{pair.Second.Id}/store-"));
    }
}
