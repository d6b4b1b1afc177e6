using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Answers;

/// <summary>A finished answer with what it depends on.</summary>
/// <param name="question">What it answers.</param>
/// <param name="answer">The answer.</param>
/// <param name="read">The stripes that its making has looked at.</param>
/// <param name="asOf">The number of the commit that was the last one when its making began.</param>
internal sealed class KeptAnswer(EntityQuestion question, JsonAnswer answer, ushort[] read, long asOf)
{
    /// <summary>What an entry takes beside answer, key and stripes: objects, list node, place in the table.</summary>
    private const int Overhead = 320;

    private bool _isUsed;

    public EntityQuestion Question => question;

    public JsonAnswer Answer => answer;

    public long AsOf => asOf;

    /// <summary>Bytes of memory, roughly.</summary>
    public long Size { get; } = Overhead + answer.Utf8.Length + (sizeof(char) * TextOf(question)) + (sizeof(ushort) * read.Length);

    /// <summary>Asked for since the eviction passed it by. Only written when it changes: all readers share the memory.</summary>
    public bool IsUsed
    {
        get => Volatile.Read(ref _isUsed);
        set
        {
            if (Volatile.Read(ref _isUsed) != value)
                Volatile.Write(ref _isUsed, value);
        }
    }

    /// <summary>True when this term has changed nothing that the answer was made of.</summary>
    public bool Holds(ChangeMarks marks) => marks.AreUnchanged(read, asOf);

    private static int TextOf(EntityQuestion question) =>
        (question.Guid ?? question.TypeName)!.Length + (question.Unique?.Values.Sum(pair => pair.Key.Length + pair.Value.Length) ?? 0);
}
