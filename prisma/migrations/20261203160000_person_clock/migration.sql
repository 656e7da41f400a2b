-- How times of day are shown to a person (lib/i18n/date-formats.ts).
ALTER TABLE person ADD COLUMN clock text NOT NULL DEFAULT '24h' CONSTRAINT person_clock_check CHECK (clock IN ('24h', '12h'));
GRANT INSERT (clock), UPDATE (clock) ON person TO mooring_platform;
