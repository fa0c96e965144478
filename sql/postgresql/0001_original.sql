-- The three tables of the original design, as they were written there. In a database that has them already this does
-- nothing; in a new one it makes them empty, so that the next migration finds the same in both.
CREATE TABLE IF NOT EXISTS model_assignments (
    id SERIAL PRIMARY KEY,
    character_id VARCHAR(255) UNIQUE,
    model_file VARCHAR(255),
    quality_score INTEGER,
    assigned_at TIMESTAMP
);
CREATE TABLE IF NOT EXISTS generation_history (
    id SERIAL PRIMARY KEY,
    character_id VARCHAR(255),
    model_file VARCHAR(255),
    image_path VARCHAR(500),
    quality_score FLOAT,
    generated_at TIMESTAMP
);
CREATE TABLE IF NOT EXISTS model_performance (
    model_file VARCHAR(255) PRIMARY KEY,
    avg_quality_score FLOAT,
    generation_count INTEGER,
    avg_generation_time FLOAT,
    last_used TIMESTAMP
);
