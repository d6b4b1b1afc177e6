using Spectre.Console;

namespace AtlasHa.Cli;

/// <summary>
/// Where a command writes: results to <see cref="Out"/>, errors and notes to <see cref="Error"/>.
/// Colour and live displays are used only on a terminal and never with <c>NO_COLOR</c> set.
/// </summary>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error.</param>
/// <param name="isTerminal">Whether <paramref name="output"/> is a terminal.</param>
/// <param name="input">Standard input; null when it is a terminal, which is asked with a prompt.</param>
internal sealed class Terminal(TextWriter output, TextWriter error, bool isTerminal, TextReader? input = null)
{
    public TextWriter Out { get; } = output;

    public TextWriter Error { get; } = error;

    /// <summary>True when live tables and progress bars may be drawn.</summary>
    public bool IsInteractive { get; } = isTerminal;

    /// <summary>The drawing surface over <see cref="Out"/>.</summary>
    public IAnsiConsole Console { get; } = CreateConsole(output, isTerminal);

    public static Terminal ForProcess()
        => new(
            System.Console.Out, System.Console.Error, !System.Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb",
            System.Console.IsInputRedirected ? System.Console.In : null);

    /// <summary>An empty table in the form of all lists.</summary>
    /// <param name="headings">Of its columns; the last one may wrap.</param>
    public Table Table(params IReadOnlyList<string> headings)
    {
        var table = new Table { Border = IsInteractive ? TableBorder.Rounded : TableBorder.None };
        foreach (var heading in headings)
            table.AddColumn(new TableColumn(new Text(heading)) { NoWrap = heading != headings[^1] });
        return table;
    }

    public void Line(string text) => Out.WriteLine(text);

    public void Note(string text) => Error.WriteLine(text);

    public void Fail(string text) => Error.WriteLine($"atlas-ha: {text}");

    /// <summary>A password: the first line of standard input, or what is typed, unseen, at a prompt.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public string ReadPassword()
    {
        if (input is null && !IsInteractive) throw new CliException("a password is needed on standard input, as there is no terminal to ask at.");
        var password = input is null ? Console.Prompt(new TextPrompt<string>("Password:").Secret(null)) : input.ReadLine();
        return string.IsNullOrEmpty(password) ? throw new CliException("the password is empty; nothing was changed.") : password;
    }

    private static IAnsiConsole CreateConsole(TextWriter output, bool isTerminal)
    {
        var noColor = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal && !noColor ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        // Without a terminal there is no width to fit: a log or a pipe gets whole lines.
        if (!isTerminal) console.Profile.Width = 200;
        return console;
    }
}
