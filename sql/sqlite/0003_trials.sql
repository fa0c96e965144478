-- A trial is an image that a person asked for to try a prompt: it never counts towards the target of its character.
ALTER TABLE jobs ADD COLUMN trial BOOLEAN NOT NULL DEFAULT FALSE;
