-- The tables of LoRA Studio. TIMESTAMP columns are those of the original design and hold UTC; BIGINT columns that end
-- in _at are milliseconds since 1970, UTC. The three tables of the original design stand by themselves, without foreign
-- keys: rows that were taken over may name a character that is empty, or none.
CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    content TEXT NOT NULL
);

CREATE TABLE projects (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL
);

-- name_key is the name without case and with single blanks; NULL = not made yet.
CREATE TABLE characters (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id),
    name TEXT NOT NULL,
    name_key TEXT,
    type TEXT NOT NULL DEFAULT '',
    prompt TEXT NOT NULL DEFAULT '',
    negative TEXT NOT NULL DEFAULT '',
    trigger_word TEXT NOT NULL DEFAULT '',
    width INTEGER NOT NULL DEFAULT 512,
    height INTEGER NOT NULL DEFAULT 768,
    images INTEGER NOT NULL DEFAULT 100,
    reference TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX characters_by_position ON characters (project_id, position);
CREATE INDEX characters_by_name ON characters (project_id, name_key);

-- What a person changed in the catalog or added to it.
CREATE TABLE checkpoints (
    file TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    sharpness INTEGER NOT NULL,
    speed INTEGER NOT NULL,
    best_for TEXT NOT NULL,
    cfg DOUBLE PRECISION NOT NULL,
    sampler TEXT NOT NULL,
    scheduler TEXT NOT NULL,
    steps INTEGER NOT NULL,
    negative TEXT NOT NULL,
    known BOOLEAN NOT NULL,
    position INTEGER NOT NULL
);

-- How to reach a server. Passwords, tokens and header values are in the keyring, never here.
CREATE TABLE servers (
    url TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    user_name TEXT NOT NULL,
    token BOOLEAN NOT NULL,
    header_names TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    demo BOOLEAN NOT NULL
);

-- owner … heartbeat_at: which process makes the run, by the database's clock.
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL REFERENCES projects (id),
    base_seed BIGINT NOT NULL,
    demo BOOLEAN NOT NULL,
    servers TEXT NOT NULL,
    state TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    owner TEXT,
    owner_pid BIGINT,
    owner_started BIGINT,
    owner_host TEXT,
    heartbeat_at BIGINT
);
CREATE INDEX runs_by_project ON runs (project_id, state);

-- The journal: one row per image to be made.
CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    run_id BIGINT NOT NULL REFERENCES runs (id),
    character_id TEXT NOT NULL REFERENCES characters (id),
    number INTEGER NOT NULL,
    seed BIGINT NOT NULL,
    state TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    server TEXT NOT NULL,
    client_id TEXT NOT NULL,
    prompt_id TEXT NOT NULL,
    prompt_ids TEXT NOT NULL,
    reason TEXT NOT NULL,
    demo BOOLEAN NOT NULL,
    work_order TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (character_id, number)
);
CREATE INDEX jobs_by_run ON jobs (run_id, state);
CREATE INDEX jobs_by_character ON jobs (character_id, state);
CREATE INDEX jobs_by_change ON jobs (updated_at);

ALTER TABLE model_assignments RENAME TO original_model_assignments;
ALTER TABLE generation_history RENAME TO original_generation_history;
ALTER TABLE model_performance RENAME TO original_model_performance;

-- quality_score: mean score of the character's images with this checkpoint; before the first it is what was taken over.
CREATE TABLE model_assignments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    character_id TEXT UNIQUE,
    model_file TEXT,
    quality_score DOUBLE PRECISION,
    assigned_at TIMESTAMP,
    locked BOOLEAN NOT NULL DEFAULT FALSE,
    reason TEXT NOT NULL DEFAULT '',
    taken_over_model TEXT,
    taken_over_score DOUBLE PRECISION
);

-- job_id is NULL for rows that were taken over; their settings are not known.
CREATE TABLE generation_history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    character_id TEXT,
    model_file TEXT,
    image_path TEXT,
    quality_score DOUBLE PRECISION,
    generated_at TIMESTAMP,
    job_id TEXT UNIQUE,
    run_id BIGINT,
    number INTEGER NOT NULL DEFAULT 0,
    seed BIGINT,
    prompt TEXT NOT NULL DEFAULT '',
    negative TEXT NOT NULL DEFAULT '',
    steps INTEGER,
    cfg DOUBLE PRECISION,
    sampler TEXT,
    scheduler TEXT,
    width INTEGER,
    height INTEGER,
    server TEXT NOT NULL DEFAULT '',
    prompt_id TEXT NOT NULL DEFAULT '',
    seconds DOUBLE PRECISION NOT NULL DEFAULT 0,
    bytes BIGINT NOT NULL DEFAULT 0,
    sha256 TEXT NOT NULL DEFAULT '',
    scorer TEXT NOT NULL DEFAULT '',
    scorer_version TEXT NOT NULL DEFAULT '',
    components TEXT NOT NULL DEFAULT '{}',
    flags TEXT NOT NULL DEFAULT '[]',
    phash BIGINT,
    verdict TEXT NOT NULL DEFAULT 'undecided',
    verdict_by_rule BOOLEAN NOT NULL DEFAULT FALSE,
    demo BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX generation_history_by_character ON generation_history (character_id, id);
CREATE INDEX generation_history_by_model ON generation_history (model_file, id);
CREATE INDEX generation_history_by_run ON generation_history (run_id, id);
-- Ours are never two rows for one file; what was taken over may be.
CREATE UNIQUE INDEX generation_history_by_path ON generation_history (image_path) WHERE job_id IS NOT NULL;

-- The sums are what the means are made of, taken-over figures included where they count.
CREATE TABLE model_performance (
    model_file TEXT PRIMARY KEY,
    avg_quality_score DOUBLE PRECISION,
    generation_count BIGINT,
    avg_generation_time DOUBLE PRECISION,
    last_used TIMESTAMP,
    score_sum DOUBLE PRECISION NOT NULL DEFAULT 0,
    score_count BIGINT NOT NULL DEFAULT 0,
    time_sum DOUBLE PRECISION NOT NULL DEFAULT 0,
    time_count BIGINT NOT NULL DEFAULT 0,
    taken_over_score DOUBLE PRECISION,
    taken_over_count BIGINT NOT NULL DEFAULT 0,
    taken_over_time DOUBLE PRECISION
);

INSERT INTO projects (id, name) VALUES ('default', 'default');

INSERT INTO characters (id, project_id, name, position)
SELECT character_id, 'default', character_id, ROW_NUMBER() OVER (ORDER BY MIN(place), MIN(id), character_id)
FROM (
    SELECT CAST(character_id AS TEXT) AS character_id, 1 AS place, id FROM original_model_assignments
    UNION ALL
    SELECT CAST(character_id AS TEXT) AS character_id, 2 AS place, id FROM original_generation_history
) AS found
WHERE character_id IS NOT NULL AND character_id <> ''
GROUP BY character_id;

INSERT INTO model_assignments (id, character_id, model_file, quality_score, assigned_at, locked, reason,
                               taken_over_model, taken_over_score)
SELECT id, CAST(character_id AS TEXT), model_file, quality_score, assigned_at, COALESCE(model_file <> '', FALSE),
       'Taken over from the earlier database', model_file, quality_score
FROM original_model_assignments;

INSERT INTO generation_history (id, character_id, model_file, image_path, quality_score, generated_at, scorer)
SELECT id, CAST(character_id AS TEXT), model_file, image_path, quality_score, generated_at,
       CASE WHEN quality_score IS NULL THEN '' ELSE 'unknown' END
FROM original_generation_history;

INSERT INTO model_performance (model_file, avg_quality_score, generation_count, avg_generation_time, last_used,
                               time_sum, time_count, taken_over_score, taken_over_count, taken_over_time)
SELECT model_file, avg_quality_score, generation_count, avg_generation_time, last_used,
       COALESCE(avg_generation_time * generation_count, 0),
       CASE WHEN avg_generation_time IS NULL THEN 0 ELSE COALESCE(generation_count, 0) END,
       avg_quality_score, COALESCE(generation_count, 0), avg_generation_time
FROM original_model_performance;
