using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Tests.Entities;

/// <summary>Short ways to say what an answer holds.</summary>
internal static class AnswerExtensions
{
    public static string[] Guids(this EntityMutationResponse response, EntityOperation operation) =>
        response.MutatedEntities?.GetValueOrDefault(operation)?.Select(header => header.Guid!).ToArray() ?? [];

    /// <summary>The guids in a relationship attribute, sorted; a single reference counts as a list of one.</summary>
    public static string[] Related(this AtlasEntity entity, string name, EntityStatus status = EntityStatus.Active) =>
        [.. entity.References(name).Where(reference => reference.RelationshipStatus == status).Select(reference => reference.Guid!).Order()];

    public static List<AtlasRelatedObjectId> References(this AtlasEntity entity, string name) => entity.RelationshipAttributes![name] switch
    {
        null => [],
        List<object?> list => [.. list.Select(item => AtlasRelatedObjectId.FromValue(item)!)],
        var single => [AtlasRelatedObjectId.FromValue(single)!],
    };
}
