PRAGMA user_version = 6;

-- How far the messages of each source have been taken: everything below next_offset has had its effect. Written in the transaction of the effect.
-- Partition -1 is the queue below, other partitions are Kafka's.
CREATE TABLE notification_position (
    topic       TEXT    NOT NULL,
    partition   INTEGER NOT NULL,
    next_offset INTEGER NOT NULL,
    PRIMARY KEY (topic, partition)
) WITHOUT ROWID;

-- Messages that came over HTTP and wait to be processed. AUTOINCREMENT: an id is an offset and never comes back, also after the newest row has
-- gone. Times are milliseconds since the Unix epoch.
CREATE TABLE notification_queue (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    topic TEXT    NOT NULL,
    time  INTEGER NOT NULL,
    body  BLOB    NOT NULL
);
CREATE INDEX notification_queue_by_topic ON notification_queue (topic);

-- Messages that were given up, until somebody has them processed again or drops them.
CREATE TABLE failed_notification (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    topic          TEXT    NOT NULL,
    partition      INTEGER NOT NULL,
    message_offset INTEGER NOT NULL,
    time           INTEGER NOT NULL,
    tries          INTEGER NOT NULL,
    error          TEXT    NOT NULL,
    body           BLOB    NOT NULL
);

-- Pieces of messages that were split, until all are there.
CREATE TABLE notification_piece (
    topic          TEXT    NOT NULL,
    partition      INTEGER NOT NULL,
    message_id     TEXT    NOT NULL,
    piece_index    INTEGER NOT NULL,
    message_offset INTEGER NOT NULL,
    time           INTEGER NOT NULL,
    body           BLOB    NOT NULL,
    PRIMARY KEY (topic, partition, message_id, piece_index)
);
CREATE INDEX notification_piece_by_time ON notification_piece (time);

-- What is to be told of changed entities, in the order of the changes, written in their transactions.
CREATE TABLE entity_outbox (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    entity_guid TEXT    NOT NULL,
    time        INTEGER NOT NULL,
    body        BLOB    NOT NULL
);
