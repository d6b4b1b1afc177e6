namespace AtlasHa.Bench.Growth;

/// <summary>What was measured at one size of the catalogue on one store.</summary>
/// <param name="Entities">How many entities there are.</param>
/// <param name="LoadPerSecond">Entities per second of the bulk load from the size before to this one.</param>
/// <param name="Requests">Per second, by kind, with 64 connections; <see cref="GrowthRequests.Kinds"/> and creations.</param>
/// <param name="FailoverMillis">SIGKILL to the first good answer through a surviving passive, each run.</param>
/// <param name="OfficeMillis">Of the same runs: from the election's end to the published address.</param>
/// <param name="BytesPerEntity">On disk.</param>
/// <param name="ResidentMegabytes">Of the active's process, after the load and the reads.</param>
/// <param name="Failed">Answers that were no success.</param>
internal sealed record GrowthPoint(
    string Store, int Entities, double LoadPerSecond, IReadOnlyDictionary<string, double> Requests, IReadOnlyList<double> FailoverMillis,
    IReadOnlyList<double> OfficeMillis, double BytesPerEntity, double ResidentMegabytes, int Failed);
