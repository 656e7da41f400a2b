-- Who wrote the handover note: the last change of the work may be another colleague's.
ALTER TABLE incident_work ADD COLUMN note_by jsonb;
