using System.Text;

namespace AtlasHa.Catalog.Discovery.Indexing;

/// <summary>Takes text apart into words: runs of letters and digits in lower case. The same for what is indexed and what is looked for, whatever the store.</summary>
internal static class Tokenizer
{
    private const int MaxWordLength = 64;

    public static List<string> Words(string text)
    {
        List<string> words = [];
        var word = new StringBuilder();
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                if (word.Length < MaxWordLength)
                    word.Append(char.ToLowerInvariant(c));
            }
            else
            {
                End();
            }
        }
        End();
        return words;

        void End()
        {
            if (word.Length > 0)
                words.Add(word.ToString());
            word.Clear();
        }
    }
}
