UPDATE epoch SET schema_version = 4;

-- Patches of type definitions that came with the models, so that each is applied once.
CREATE TABLE type_patch (
    id   text COLLATE "C" NOT NULL PRIMARY KEY,
    json bytea NOT NULL
);
