using System.Text.Json;
using System.Text.Json.Nodes;

namespace AtlasHa.Cli.Loading;

/// <summary>One JSON file to load.</summary>
internal sealed class LoadDocument
{
    private LoadDocument(JsonObject root, byte[] bytes)
    {
        Root = root;
        Bytes = bytes;
    }

    public JsonObject Root { get; }

    /// <summary>The file as it is.</summary>
    public byte[] Bytes { get; }

    /// <summary>It holds type definitions.</summary>
    public bool HasTypes => TypeCategories.Members.Any(Has);

    /// <summary>It holds entities, with their referred entities.</summary>
    public bool HasEntities => Has("entities");

    /// <summary>It holds one entity, with its referred entities.</summary>
    public bool HasEntity => Has("entity");

    /// <summary>It holds patches of types.</summary>
    public bool HasPatches => Has("patches");

    /// <exception cref="CliException">It is no JSON object, or none that can be loaded.</exception>
    public static LoadDocument Parse(byte[] bytes)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(bytes);
        }
        catch (JsonException exception)
        {
            throw new CliException($"it is no valid JSON: {exception.Message}", exception);
        }

        if (node is not JsonObject root) throw new CliException("it is no JSON object.");
        var document = new LoadDocument(root, bytes);
        if (document is { HasTypes: false, HasEntities: false, HasEntity: false, HasPatches: false })
            throw new CliException($"it holds neither type definitions ({string.Join(", ", TypeCategories.Members)}) nor entities (entities, entity).");
        return document;
    }

    private bool Has(string member) => Root[member] is not null;
}
