using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Entities;

/// <summary>The glossary terms that entities are assigned to.</summary>
internal static class Meanings
{
    private static readonly string[] Assignment = ["AtlasGlossarySemanticAssignment"];

    /// <summary>Loads the assignments of the entities and their terms: two round trips at most.</summary>
    public static ValueTask LoadAsync(EntityGraph graph, IReadOnlyCollection<string> guids, CancellationToken cancellationToken) =>
        graph.LoadRelationshipsAsync(guids, Assignment, cancellationToken);

    /// <summary>Those that are loaded.</summary>
    public static List<AtlasTermAssignmentHeader> Of(string guid, EntityGraph graph) => [.. graph.RelationshipsOf(guid)
        .Where(assignment => assignment.IsActive && assignment.TypeName == Assignment[0] && assignment.End2Guid == guid)
        .Select(assignment => Header(assignment, graph.Get(assignment.End1Guid)))];

    private static AtlasTermAssignmentHeader Header(StoredRelationship assignment, StoredEntity term)
    {
        return new AtlasTermAssignmentHeader
        {
            TermGuid = term.Guid,
            RelationGuid = assignment.Guid,
            Description = Text("description"),
            DisplayText = term.Document.Attributes.GetValueOrDefault("name") as string,
            Expression = Text("expression"),
            CreatedBy = Text("createdBy"),
            Steward = Text("steward"),
            Source = Text("source"),
            Confidence = assignment.Document.Attributes?.GetValueOrDefault("confidence") is long confidence ? (int)confidence : null,
            QualifiedName = term.Document.Attributes.GetValueOrDefault("qualifiedName") as string,
        };

        string? Text(string name) => assignment.Document.Attributes?.GetValueOrDefault(name) as string;
    }
}
