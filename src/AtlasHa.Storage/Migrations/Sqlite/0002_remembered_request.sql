PRAGMA user_version = 2;

-- Write requests that were carried out under an id of the client's, with their answers. Times are milliseconds since the Unix epoch. Ids follow
-- the order of insertion, so the oldest rows are found without an index on the time.
CREATE TABLE remembered_request (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    user_name   TEXT    NOT NULL,
    request_id  TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,
    epoch       INTEGER NOT NULL,
    answer      BLOB    NOT NULL,
    time        INTEGER NOT NULL,
    UNIQUE (user_name, request_id)
);
