UPDATE epoch SET schema_version = 2;

-- Write requests that were carried out under an id of the client's, with their answers. Times are milliseconds since the Unix epoch. Ids follow
-- the order of insertion, so the oldest rows are found without an index on the time.
CREATE TABLE remembered_request (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_name   text   NOT NULL,
    request_id  text   NOT NULL,
    kind        text   NOT NULL,
    fingerprint text   NOT NULL,
    epoch       bigint NOT NULL,
    answer      bytea  NOT NULL,
    time        bigint NOT NULL,
    UNIQUE (user_name, request_id)
);
