namespace AtlasHa.Catalog.Model.Errors;

/// <summary>Refusals that Apache Atlas does not know, in the form of its own.</summary>
public static class AtlasHaErrorCode
{
    public static readonly AtlasErrorCode UnusableRequestId = new(
        "ATLASHA-400-001", 400, "A request id (header X-Request-Id) has from 1 to {0} visible ASCII characters; nothing was done");

    /// <summary>Something about Kafka was asked of a cluster that has none.</summary>
    public static readonly AtlasErrorCode NoKafka = new(
        "ATLASHA-400-002", 400, "No Kafka is configured here: set AtlasHa:Notifications:Kafka:BootstrapServers. Messages that come over HTTP have no position to be set");

    public static readonly AtlasErrorCode PositionRefused = new(
        "ATLASHA-400-003", 400, "The position of partition {1} of {0} was not set: {2}");

    public static readonly AtlasErrorCode UnknownPartition = new(
        "ATLASHA-404-002", 404, "Topic {0} has no partition {1}; {2}. Nothing was set");

    /// <summary>Somebody deleted the import before its upload was whole.</summary>
    public static readonly AtlasErrorCode ImportAborted = new("ATLASHA-409-009", 409, "Import {0} was aborted while it came in; nothing of it was taken");

    public static readonly AtlasErrorCode IndexRecoveryRunning = new(
        "ATLASHA-409-010", 409, "A recovery of the search index since {0} is running and has looked at {1} entities: begin another one when it is done, see GET v2/indexrecovery");

    public static readonly AtlasErrorCode RequestIdReused = new(
        "ATLASHA-422-001", 422, "Request id {0} belongs to an earlier, different request ({1}); nothing was done. Give each write an id of its own");

    /// <summary>Passes by itself, so clients that repeat on 503, as hooks do, repeat it.</summary>
    public static readonly AtlasErrorCode QueueFull = new(
        "ATLASHA-503-005", 503, "{0} wait to be processed, and {1} are allowed (AtlasHa:Notifications:{2}): none of this request was taken. "
        + "Repeat it later; if this lasts, see notifications in GET /api/atlas/admin/status");

    public static readonly AtlasErrorCode ImportCutOff = new(
        "ATLASHA-503-007", 503, "The active instance changed while import {0} came in: nothing of it was taken; send it again");

    public static readonly AtlasErrorCode KafkaUnavailable = new(
        "ATLASHA-503-006", 503, "Kafka's brokers cannot be asked: {0}. Nothing was changed; repeat it later");
}
