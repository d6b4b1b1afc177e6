using System.Text.Json;

namespace AtlasHa.Catalog.Model.Audit;

/// <summary>How actions are spelled on the wire and in the store.</summary>
public static class EntityAuditActionNames
{
    private static readonly Dictionary<EntityAuditAction, string> Names = Enum.GetValues<EntityAuditAction>()
        .ToDictionary(action => action, action => JsonNamingPolicy.SnakeCaseUpper.ConvertName(action.ToString()));

    private static readonly Dictionary<string, EntityAuditAction> Actions = Names.ToDictionary(item => item.Value, item => item.Key);

    /// <summary>Such as CLASSIFICATION_ADD.</summary>
    public static string ToWire(this EntityAuditAction action) => Names[action];

    /// <summary>Null when the text is no action.</summary>
    public static EntityAuditAction? Parse(string text) => Actions.TryGetValue(text, out EntityAuditAction action) ? action : null;

    /// <summary>The entity was given a classification or lost one, or one that it has was changed.</summary>
    public static bool ChangesClassifications(this EntityAuditAction action) =>
        action is >= EntityAuditAction.ClassificationAdd and <= EntityAuditAction.PropagatedClassificationUpdate;
}
