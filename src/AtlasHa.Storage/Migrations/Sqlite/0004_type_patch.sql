PRAGMA user_version = 4;

-- Patches of type definitions that came with the models, so that each is applied once.
CREATE TABLE type_patch (
    id   TEXT NOT NULL PRIMARY KEY,
    json BLOB NOT NULL
) WITHOUT ROWID;
