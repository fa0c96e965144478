-- The reference pictures of a character, paths relative to the library. The one that is shown stays in
-- characters.reference and stands before all others, wherever it stands here.
CREATE TABLE character_references (
    character_id TEXT NOT NULL REFERENCES characters (id),
    position INTEGER NOT NULL,
    path TEXT NOT NULL,
    PRIMARY KEY (character_id, position),
    UNIQUE (character_id, path)
);
INSERT INTO character_references (character_id, position, path)
SELECT id, 0, reference FROM characters WHERE reference <> '';
