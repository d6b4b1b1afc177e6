namespace AtlasHa.Bench;

/// <summary>One measurement, by the name that the command line takes.</summary>
internal interface IBenchmark
{
    string Name { get; }

    /// <summary>What is measured, in one sentence: the section's first line.</summary>
    string Description { get; }

    /// <summary>Measures, writes raw samples and tables into <paramref name="report"/>, and leaves nothing running.</summary>
    /// <exception cref="SkippedException">Something that it needs is not here.</exception>
    Task RunAsync(BenchSettings settings, Reporting.Report report, CancellationToken cancellationToken);
}
