using AtlasHa.Catalog.Model.Instances;
using Orleans;

namespace AtlasHa.Catalog.Model;

/// <summary>Who calls, and the id under which a write is remembered.</summary>
/// <param name="User">Noted as author of the changes. Ids of different users have nothing to do with each other.</param>
/// <param name="RequestId">
/// The caller's own id of this one write, up to 128 characters, such as a new guid. Repeating the write with the same id changes nothing and gives
/// the first answer again, also from another instance, for a day unless set otherwise. Null: the write is not remembered.
/// </param>
/// <param name="DeleteType">How to delete what this call deletes; counts only where the catalogue's settings let callers choose.</param>
[GenerateSerializer, Immutable]
public sealed record CallContext(
    [property: Id(0)] string User, [property: Id(1)] string? RequestId, [property: Id(2)] DeleteType DeleteType = DeleteType.Default)
{
    /// <summary>Where the call comes from, for the admin audit; null when that is not known. Tells no repeat of a write from another write.</summary>
    [Id(3)] public string? ClientAddress { get; init; }
}
