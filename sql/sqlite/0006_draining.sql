-- A drained server finishes what it has and gets nothing new, whichever process drives it.
ALTER TABLE servers ADD COLUMN draining BOOLEAN NOT NULL DEFAULT FALSE;
