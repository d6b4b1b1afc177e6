using AtlasHa.Catalog.Model.Lineage;
using AtlasHa.Catalog.Tests.Stores;
using FsCheck;
using FsCheck.Fluent;

namespace AtlasHa.Catalog.Tests.Lineage;

/// <summary>Lineage of random graphs against its definition, applied edge by edge.</summary>
public sealed class LineagePropertyTests(SqliteStores stores) : IClassFixture<SqliteStores>
{
    private static readonly Gen<(string Process, string DataSet, bool IsInput)> Edge =
        from process in Gen.Choose(0, 5)
        from dataSet in Gen.Choose(0, 6)
        from isInput in Gen.Elements(true, false)
        select ($"p{process}", $"d{dataSet}", isInput);

    private static readonly Gen<Question> Questions =
        from edges in Gen.NonEmptyListOf(Edge)
        from start in Gen.Choose(0, 99)
        from direction in Gen.Elements(Enum.GetValues<LineageDirection>())
        from depth in Gen.Choose(0, 4)
        select Question.Of([.. edges.Distinct()], start, direction, depth);

    [Fact]
    public async Task Lineage_is_what_its_definition_says()
    {
        await using var shop = await LineageShop.OpenAsync(stores);
        var number = 0;
        foreach (var question in Questions.Resize(25).Sample(150))
        {
            var prefix = $"g{number++}.";
            await LineageShop.PutAsync(shop, question.Edges, prefix);

            var answer = await shop.Catalog.Lineage.GetAsync(
                prefix + question.Start, question.Direction, question.Depth, TestContext.Current.CancellationToken);

            LineageShop.Steps(answer).Select(step => step.Replace(prefix, "", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
                .ShouldBe(question.Expected().Order(StringComparer.Ordinal), question.ToString());
        }
    }

    private sealed record Question((string Process, string DataSet, bool IsInput)[] Edges, string Start, LineageDirection Direction, int Depth)
    {
        public static Question Of((string Process, string DataSet, bool IsInput)[] edges, int start, LineageDirection direction, int depth)
        {
            string[] nodes = [.. edges.SelectMany(edge => new[] { edge.Process, edge.DataSet }).Distinct().Order(StringComparer.Ordinal)];
            return new Question(edges, nodes[start % nodes.Length], direction, depth);
        }

        public override string ToString() =>
            $"{Start} {Direction} {Depth} of {string.Join(' ', Edges.Select(edge => edge.IsInput ? $"{edge.DataSet}>{edge.Process}" : $"{edge.Process}>{edge.DataSet}"))}";

        public IEnumerable<string> Expected()
        {
            var found = new HashSet<string>();
            if (Direction != LineageDirection.Output)
                found.UnionWith(Steps(toInputs: true));
            if (Direction != LineageDirection.Input)
                found.UnionWith(Steps(toInputs: false));
            return found;
        }

        private static string Step((string Process, string DataSet, bool IsInput) edge) =>
            edge.IsInput ? $"{edge.DataSet}>{edge.Process}" : $"{edge.Process}>{edge.DataSet}";

        // A data set is at distance n when n hops lead to it and no fewer do; the answer has every hop from those nearer than the depth.
        private IEnumerable<string> Steps(bool toInputs)
        {
            var distance = new Dictionary<string, int>();
            var steps = new HashSet<string>();
            if (Start[0] == 'd')
            {
                distance[Start] = 0;
            }
            else
            {
                foreach (var far in Edges.Where(edge => edge.Process == Start && edge.IsInput == toInputs))
                {
                    distance[far.DataSet] = 1;
                    steps.Add(Step(far));
                }
            }

            for (var changed = true; changed;)
            {
                changed = false;
                foreach (var near in Edges.Where(edge => edge.IsInput != toInputs && distance.ContainsKey(edge.DataSet)).ToList())
                {
                    var hops = distance[near.DataSet] + 1;
                    if (Depth > 0 && hops > Depth)
                        continue;
                    foreach (var far in Edges.Where(edge => edge.Process == near.Process && edge.IsInput == toInputs))
                    {
                        changed |= steps.Add(Step(near)) | steps.Add(Step(far));
                        if (!distance.TryGetValue(far.DataSet, out var known) || known > hops)
                        {
                            distance[far.DataSet] = hops;
                            changed = true;
                        }
                    }
                }
            }

            return steps;
        }
    }
}
