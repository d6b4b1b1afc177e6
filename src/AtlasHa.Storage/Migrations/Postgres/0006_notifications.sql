UPDATE epoch SET schema_version = 6;

-- How far the messages of each source have been taken: everything below next_offset has had its effect. Written in the transaction of the effect.
-- Partition -1 is the queue below, other partitions are Kafka's.
CREATE TABLE notification_position (
    topic       text    NOT NULL,
    partition   integer NOT NULL,
    next_offset bigint  NOT NULL,
    PRIMARY KEY (topic, partition)
);

-- Messages that came over HTTP and wait to be processed; an id is an offset. Times are milliseconds since the Unix epoch.
CREATE TABLE notification_queue (
    id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic text   NOT NULL,
    time  bigint NOT NULL,
    body  bytea  NOT NULL
);
CREATE INDEX notification_queue_by_topic ON notification_queue (topic, id);

-- Messages that were given up, until somebody has them processed again or drops them. Errors are UTF-8 that may hold any character.
CREATE TABLE failed_notification (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic          text    NOT NULL,
    partition      integer NOT NULL,
    message_offset bigint  NOT NULL,
    time           bigint  NOT NULL,
    tries          integer NOT NULL,
    error          bytea   NOT NULL,
    body           bytea   NOT NULL
);

-- Pieces of messages that were split, until all are there. Ids are UTF-8 that may hold any character.
CREATE TABLE notification_piece (
    topic          text    NOT NULL,
    partition      integer NOT NULL,
    message_id     bytea   NOT NULL,
    piece_index    integer NOT NULL,
    message_offset bigint  NOT NULL,
    time           bigint  NOT NULL,
    body           bytea   NOT NULL,
    PRIMARY KEY (topic, partition, message_id, piece_index)
);
CREATE INDEX notification_piece_by_time ON notification_piece (time);

-- What is to be told of changed entities, in the order of the changes, written in their transactions.
CREATE TABLE entity_outbox (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entity_guid text   NOT NULL,
    time        bigint NOT NULL,
    body        bytea  NOT NULL
);
