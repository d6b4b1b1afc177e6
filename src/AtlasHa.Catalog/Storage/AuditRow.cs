namespace AtlasHa.Catalog.Storage;

/// <summary>One event in the life of an entity. It outlives the entity.</summary>
/// <param name="Id">Order of the events; given by the store when it is written.</param>
/// <param name="EntityGuid">Whose event it is.</param>
/// <param name="Time">Milliseconds since the Unix epoch.</param>
/// <param name="User">Who did it.</param>
/// <param name="Action">Name of the kind of event.</param>
/// <param name="Details">UTF-8 text owned by the catalogue.</param>
/// <param name="ChangesClassifications">The entity was given a classification or lost one, or one of its own changed.</param>
public sealed record AuditRow(long Id, string EntityGuid, long Time, string User, string Action, byte[] Details, bool ChangesClassifications);
