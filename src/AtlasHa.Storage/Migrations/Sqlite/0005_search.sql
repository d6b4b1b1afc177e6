PRAGMA user_version = 5;

-- Values of attributes that a search can start from. partition is a hash of type, status and attribute; value keeps the order of what it stands
-- for when compared byte by byte. The key finds what an entity has, the index what has a value.
CREATE TABLE attribute_value (
    entity_id INTEGER NOT NULL,
    partition INTEGER NOT NULL,
    value     BLOB    NOT NULL,
    PRIMARY KEY (entity_id, partition, value)
) WITHOUT ROWID;
CREATE INDEX attribute_value_by_value ON attribute_value (partition, value);

-- The words of an entity, taken apart before they come here; rowid is the entity's id. The text itself is not kept.
CREATE VIRTUAL TABLE entity_text USING fts5(words, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0");

CREATE TABLE saved_search (
    guid     TEXT PRIMARY KEY,
    owner    TEXT NOT NULL,
    name     TEXT NOT NULL,
    document BLOB NOT NULL,
    UNIQUE (owner, name)
) WITHOUT ROWID;

-- Results of searches as files, for their owner to fetch.
CREATE TABLE search_download (
    owner       TEXT    NOT NULL,
    file_name   TEXT    NOT NULL,
    create_time INTEGER NOT NULL,
    content     BLOB    NOT NULL,
    PRIMARY KEY (owner, file_name)
);

-- Entities with a higher id were there before the index was: they come into it when the catalogue is opened next. NULL: every entity is in it.
CREATE TABLE search_index (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    after_id INTEGER
);
INSERT INTO search_index (id, after_id) SELECT 1, CASE WHEN EXISTS (SELECT 1 FROM entity) THEN 0 END;
