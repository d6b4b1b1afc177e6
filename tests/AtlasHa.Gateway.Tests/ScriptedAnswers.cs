using System.Reflection;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Instances;
using Orleans;

namespace AtlasHa.Gateway.Tests;

/// <summary>What this process has kept and what the active instance answers, as the test says.</summary>
internal sealed class ScriptedAnswers : IKeptAnswers
{
    /// <summary>Null: nothing is kept.</summary>
    public Func<EntityQuestion, JsonAnswer?> Kept { get; set; } = _ => null;

    public Func<EntityQuestion, JsonAnswer> Active { get; set; } = _ => throw new InvalidOperationException("the active instance is not expected to be asked");

    /// <summary>A basic search.</summary>
    public Func<SearchParameters, CancellationToken, Task<AtlasSearchResult>> Search { get; set; } =
        (_, _) => throw new InvalidOperationException("the active instance is not expected to be asked");

    /// <summary>An import of terms or business metadata from a file with this name; null: none came.</summary>
    public Func<string?, Task<BulkImportResponse>> ImportFile { get; set; } = _ => throw new InvalidOperationException("the active instance is not expected to be asked");

    public ValueTask<JsonAnswer?> FindAsync(EntityQuestion question) => ValueTask.FromResult(Kept(question));

    /// <summary>Grains of which only the active instance's answers can be asked.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it.")]
    internal class Grains : DispatchProxy
    {
        private ScriptedAnswers _answers = null!;

        public static IGrainFactory With(ScriptedAnswers answers) => Of<IGrainFactory>(answers);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            nameof(IGrainFactory.GetGrain) => Of<IActiveInstance>(_answers),
            nameof(IEntityAnswers.AnswerAsync) => AnswerAsync((EntityQuestion)args![0]!),
            nameof(IDiscovery.SearchBasicAsync) => _answers.Search((SearchParameters)args![0]!, (CancellationToken)args[1]!),
            nameof(IGlossary.ImportTermsAsync) or nameof(IBusinessMetadata.ImportBusinessMetadataAsync) => _answers.ImportFile((string?)args![0]),
            _ => throw new NotSupportedException(targetMethod.Name),
        };

        private static T Of<T>(ScriptedAnswers answers)
            where T : class
        {
            var proxy = Create<T, Grains>();
            ((Grains)(object)proxy)._answers = answers;
            return proxy;
        }

        private async Task<JsonAnswer> AnswerAsync(EntityQuestion question)
        {
            await Task.Yield();
            return _answers.Active(question);
        }
    }
}
