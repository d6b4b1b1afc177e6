namespace AtlasHa.Chaos.Tests.History;

/// <summary>What a user asks of one entity: a register that is there, with a number, or not there.</summary>
internal enum OperationKind
{
    /// <summary>The number, or that there is no such entity.</summary>
    Read,

    /// <summary>Sets the number, and creates the entity when there is none.</summary>
    Write,

    /// <summary>Sets the number of an entity that is there, and does nothing otherwise.</summary>
    Update,

    /// <summary>Deletes the entity if it is there.</summary>
    Delete,
}
