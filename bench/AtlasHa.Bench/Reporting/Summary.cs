using System.Globalization;

namespace AtlasHa.Bench.Reporting;

/// <summary>Order statistics of samples (nearest rank).</summary>
internal sealed class Summary
{
    public static readonly string[] Head = ["min", "median", "p90", "max"];

    private readonly double[] _sorted;

    public Summary(IEnumerable<double> samples) => _sorted = [.. samples.Order()];

    public int Count => _sorted.Length;

    public double Min => At(0);

    public double Median => Count % 2 == 1 ? At(0.5) : (_sorted[(Count / 2) - 1] + _sorted[Count / 2]) / 2;

    public double Max => At(1);

    public double At(double share) => _sorted[Math.Clamp((int)Math.Ceiling(share * Count) - 1, 0, Count - 1)];

    /// <summary>The cells of <see cref="Head"/>, or dashes when there is no sample.</summary>
    public IReadOnlyList<string> Cells(string unit = "")
        => Count == 0 ? [.. Head.Select(_ => "-")] : [Text(Min, unit), Text(Median, unit), Text(At(0.9), unit), Text(Max, unit)];

    public static string Text(double value, string unit = "")
        => value.ToString(Math.Abs(value) >= 1000 ? "N0" : "0.0", CultureInfo.InvariantCulture) + unit;
}
