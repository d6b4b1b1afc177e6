using System.Text.Json;
using System.Text.Json.Nodes;

namespace AtlasHa.Cli.Loading;

/// <summary>Some of a file's type definitions, as they stand in it.</summary>
internal sealed class TypeDefinitions
{
    private readonly JsonObject _document = [];

    public int Count { get; private set; }

    /// <summary>All definitions in a file, with the member that they stand in.</summary>
    public static IEnumerable<(string Member, JsonObject Definition)> In(JsonObject file)
    {
        foreach (var member in TypeCategories.Members)
        {
            if (file[member] is not { } node) continue;
            if (node is not JsonArray list) throw new CliException($"{member} is no list.");
            foreach (var definition in list)
                yield return (member, definition as JsonObject ?? throw new CliException($"{member} holds something that is no type definition."));
        }
    }

    public void Add(string member, JsonObject definition)
    {
        if (!_document.ContainsKey(member)) _document[member] = new JsonArray();
        _document[member]!.AsArray().Add(definition.DeepClone());
        Count++;
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(_document);
}
