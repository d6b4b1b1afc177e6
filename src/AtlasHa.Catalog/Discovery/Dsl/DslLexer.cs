using System.Text;

namespace AtlasHa.Catalog.Discovery.Dsl;

/// <summary>Takes a query apart; comments (<c>-- to the end of the line</c>, <c>/* */</c>) are dropped.</summary>
internal static class DslLexer
{
    private static readonly string[] Symbols = ["<=", ">=", "!=", "<", ">", "=", "(", ")", "[", "]", ",", "+", "-", "*", "/"];

    /// <exception cref="DslException">A character that has no meaning, or a quote or comment without end.</exception>
    public static List<DslToken> Tokens(string text)
    {
        List<DslToken> tokens = [];
        var at = 0;
        while (at < text.Length)
        {
            var start = at;
            if (char.IsWhiteSpace(text[at]))
                at++;
            else if (Follows(text, at, "--"))
                at = text.IndexOf('\n', at) is var end and >= 0 ? end : text.Length;
            else if (Follows(text, at, "/*"))
                at = text.IndexOf("*/", at + 2, StringComparison.Ordinal) is var end and >= 0 ? end + 2 : throw new DslException(start, "the comment has no end: */ is missing");
            else if (text[at] is '"' or '\'' or '`')
                tokens.Add(new DslToken(DslTokenKind.Quoted, Quoted(text, ref at), start));
            else if (char.IsAsciiDigit(text[at]))
                tokens.Add(Number(text, ref at));
            else if (IsNameStart(text[at]))
            {
                while (at < text.Length && IsNamePart(text[at]))
                    at++;
                tokens.Add(new DslToken(DslTokenKind.Word, text[start..at], start));
            }
            else
            {
                var symbol = Symbols.FirstOrDefault(symbol => Follows(text, start, symbol))
                    ?? throw new DslException(start, $"'{text[start]}' means nothing here");
                at += symbol.Length;
                tokens.Add(new DslToken(DslTokenKind.Symbol, symbol, start));
            }
        }
        tokens.Add(new DslToken(DslTokenKind.End, "", text.Length));
        return tokens;
    }

    private static bool Follows(string text, int at, string expected) => string.CompareOrdinal(text, at, expected, 0, expected.Length) == 0;

    private static bool IsNameStart(char c) => char.IsLetter(c) || c == '_';

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c is '_' or '.';

    private static DslToken Number(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.' || IsExponent(text, at)))
            at++;
        if (at < text.Length && IsNamePart(text[at]))
            throw new DslException(at, $"'{text[at]}' cannot follow a number; put names that begin with a digit in quotes");
        return new DslToken(DslTokenKind.Number, text[start..at], start);
    }

    private static bool IsExponent(string text, int at) => (text[at] is 'e' or 'E' && at + 1 < text.Length && (char.IsAsciiDigit(text[at + 1]) || text[at + 1] is '+' or '-'))
        || (text[at] is '+' or '-' && text[at - 1] is 'e' or 'E' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]));

    // The quote itself is written twice, or behind a backslash.
    private static string Quoted(string text, ref int at)
    {
        var start = at;
        var quote = text[at++];
        var content = new StringBuilder();
        while (at < text.Length)
        {
            var c = text[at++];
            if (c == '\\' && at < text.Length && (text[at] == quote || text[at] == '\\'))
                content.Append(text[at++]);
            else if (c != quote)
                content.Append(c);
            else if (at < text.Length && text[at] == quote)
                content.Append(text[at++]);
            else
                return content.ToString();
        }
        throw new DslException(start, $"the quote has no end: {quote} is missing");
    }
}
