UPDATE epoch SET schema_version = 5;

-- Within type and status in order of creation.
DROP INDEX entity_by_type;
CREATE INDEX entity_by_type ON entity (type_name, status, id);

-- Values of attributes that a search can start from. partition is a hash of type, status and attribute; value keeps the order of what it stands
-- for when compared byte by byte.
CREATE TABLE attribute_value (
    entity_id bigint NOT NULL,
    partition bigint NOT NULL,
    value     bytea  NOT NULL
);
CREATE INDEX attribute_value_by_value ON attribute_value (partition, value, entity_id);
CREATE INDEX attribute_value_by_entity ON attribute_value (entity_id);

-- The words of an entity, taken apart before they come here.
CREATE TABLE entity_text (
    entity_id bigint   PRIMARY KEY,
    words     tsvector NOT NULL
);
CREATE INDEX entity_text_by_word ON entity_text USING gin (words);

CREATE TABLE saved_search (
    guid     text PRIMARY KEY,
    owner    text  NOT NULL,
    name     text  NOT NULL,
    document bytea NOT NULL,
    UNIQUE (owner, name)
);

-- Results of searches as files, for their owner to fetch.
CREATE TABLE search_download (
    owner       text   NOT NULL,
    file_name   text   NOT NULL,
    create_time bigint NOT NULL,
    content     bytea  NOT NULL,
    PRIMARY KEY (owner, file_name)
);

-- Entities with a higher id were there before the index was: they come into it when the catalogue is opened next. NULL: every entity is in it.
CREATE TABLE search_index (
    id       smallint PRIMARY KEY CHECK (id = 1),
    after_id bigint
);
INSERT INTO search_index (id, after_id) SELECT 1, CASE WHEN EXISTS (SELECT FROM entity) THEN 0 END;
