-- Processes that make images, and what each of them holds. A worker gives a sign of life every 10 s; one that has not
-- done so for 30 s, by the database's clock, holds nothing any more. place names a server for all workstations: its URL,
-- with the host before it where the URL means another machine on each (loopback).
CREATE TABLE workers (
    id TEXT PRIMARY KEY,
    host TEXT NOT NULL,
    pid BIGINT NOT NULL,
    started BIGINT NOT NULL,
    run_id BIGINT NOT NULL,
    places TEXT NOT NULL,
    since_at BIGINT NOT NULL,
    heartbeat_at BIGINT NOT NULL
);
CREATE TABLE server_leases (
    place TEXT PRIMARY KEY,
    worker_id TEXT NOT NULL,
    taken_at BIGINT NOT NULL
);
-- The worker that has the job in hand; empty = nobody. Final jobs are nobody's.
ALTER TABLE jobs ADD COLUMN worker_id TEXT NOT NULL DEFAULT '';
CREATE INDEX jobs_by_worker ON jobs (worker_id) WHERE worker_id <> '';
