using System.Globalization;
using System.Net;
using System.Text;

namespace AtlasHa.Bench.Reporting;

/// <summary>Curves over two logarithmic axes, as SVG. Values are above zero.</summary>
internal sealed class LogChart(string title, string xLabel)
{
    private const int Width = 900;
    private const int Height = 480;
    private const int Left = 60;
    private const int Right = 300;
    private const int Top = 40;
    private const int Bottom = 50;

    private static readonly string[] Colours = ["#0b6e99", "#d9730d", "#448361", "#9065b0", "#c14c8a", "#337ea9", "#cb912f", "#6c9b7d", "#ad5b5b", "#787774", "#2f4b7c", "#a05195", "#003f5c", "#ff7c43"];

    private readonly List<(string Name, IReadOnlyList<(double X, double Y)> Points)> _curves = [];

    public void Add(string name, IReadOnlyList<(double X, double Y)> points) => _curves.Add((name, points));

    public string ToSvg()
    {
        var all = _curves.SelectMany(curve => curve.Points).ToList();
        var x = all.Count == 0 ? new Axis(1, 10, Left, Width - Right) : Axis.Over(all.Select(point => point.X), Left, Width - Right);
        var y = all.Count == 0 ? new Axis(1, 10, Height - Bottom, Top) : Axis.Over(all.Select(point => point.Y), Height - Bottom, Top);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="12">""");
        svg.Append(CultureInfo.InvariantCulture, $"""<rect width="{Width}" height="{Height}" fill="white"/>""");
        Text(svg, Left, Top - 18, title, "start", 15);
        Text(svg, (Left + Width - Right) / 2.0, Height - 12, xLabel, "middle");
        foreach (var tick in x.Ticks) Tick(svg, tick, (x.At(tick), Height - Bottom), (x.At(tick), Top), (x.At(tick), Height - Bottom + 18, "middle"));
        foreach (var tick in y.Ticks) Tick(svg, tick, (Left, y.At(tick)), (Width - Right, y.At(tick)), (Left - 8, y.At(tick) + 4, "end"));
        for (var i = 0; i < _curves.Count; i++) Curve(svg, i, x, y);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Tick(StringBuilder svg, double value, (double X, double Y) from, (double X, double Y) to, (double X, double Y, string Anchor) label)
    {
        svg.Append(CultureInfo.InvariantCulture, $"""<line x1="{from.X:0.#}" y1="{from.Y:0.#}" x2="{to.X:0.#}" y2="{to.Y:0.#}" stroke="#ddd"/>""");
        Text(svg, label.X, label.Y, value.ToString(value >= 1 ? "N0" : "0.###", CultureInfo.InvariantCulture), label.Anchor);
    }

    private static void Text(StringBuilder svg, double x, double y, string text, string anchor, int size = 12) => svg.Append(
        CultureInfo.InvariantCulture, $"""<text x="{x:0.#}" y="{y:0.#}" text-anchor="{anchor}" font-size="{size}">{WebUtility.HtmlEncode(text)}</text>""");

    private void Curve(StringBuilder svg, int index, Axis x, Axis y)
    {
        var (name, points) = _curves[index];
        var colour = Colours[index % Colours.Length];
        var line = string.Join(' ', points.Select(point => FormattableString.Invariant($"{x.At(point.X):0.#},{y.At(point.Y):0.#}")));
        svg.Append(CultureInfo.InvariantCulture, $"""<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>""");
        foreach (var (px, py) in points) svg.Append(CultureInfo.InvariantCulture, $"""<circle cx="{x.At(px):0.#}" cy="{y.At(py):0.#}" r="3" fill="{colour}"/>""");
        var row = Top + 10 + (index * 20);
        svg.Append(CultureInfo.InvariantCulture, $"""<rect x="{Width - Right + 20}" y="{row - 9}" width="12" height="12" fill="{colour}"/>""");
        Text(svg, Width - Right + 40, row + 2, name, "start");
    }

    /// <summary>A logarithmic axis from one value at one pixel to another at another.</summary>
    private sealed record Axis(double From, double To, double Start, double End)
    {
        /// <summary>Powers of ten within the axis, with 2 and 5 between them when it spans few.</summary>
        public IEnumerable<double> Ticks => Enumerable.Range((int)Math.Floor(Math.Log10(From)), (int)Math.Ceiling(Math.Log10(To / From)) + 2)
            .SelectMany(power => (To / From > 50 ? (double[])[1] : [1, 2, 5]).Select(factor => factor * Math.Pow(10, power)))
            .Where(tick => tick >= From * 0.999 && tick <= To * 1.001);

        /// <summary>An axis with a little room on both sides of the values.</summary>
        public static Axis Over(IEnumerable<double> values, double start, double end)
        {
            var sorted = values.Order().ToList();
            return new Axis(sorted[0] / 1.3, sorted[^1] * 1.3, start, end);
        }

        public double At(double value) => Start + ((End - Start) * Math.Log(value / From) / Math.Log(To / From));
    }
}
