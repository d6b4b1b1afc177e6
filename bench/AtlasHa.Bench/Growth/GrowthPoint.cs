namespace AtlasHa.Bench.Growth;

/// <summary>What was measured at one size of the catalogue on one store.</summary>
/// <param name="Entities">How many entities there are.</param>
/// <param name="LoadPerSecond">Entities per second of the bulk load from the size before to this one.</param>
/// <param name="ByGuid">GETs by guid, per second, with 64 connections.</param>
/// <param name="ByName">GETs by qualified name, per second, with 64 connections.</param>
/// <param name="FailoverMillis">SIGKILL to the first good answer through a surviving passive, each run.</param>
/// <param name="OfficeMillis">Of the same runs: from the election's end to the published address.</param>
/// <param name="BytesPerEntity">On disk.</param>
/// <param name="ResidentMegabytes">Of the active's process, after the load and the reads.</param>
/// <param name="Failed">Answers to the reads that were no success.</param>
internal sealed record GrowthPoint(
    string Store, int Entities, double LoadPerSecond, double ByGuid, double ByName, IReadOnlyList<double> FailoverMillis,
    IReadOnlyList<double> OfficeMillis, double BytesPerEntity, double ResidentMegabytes, int Failed);
