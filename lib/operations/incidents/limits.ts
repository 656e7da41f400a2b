/** How far back incidents are told. Older trouble than a lane lasts before it is switched off is never in the middle of that. */
export const INCIDENT_DAYS = 180;
/** The notes of trouble that an incident says who was told by. */
export const INCIDENT_NOTES = ["needs_you", "off_soon", "switched_off"] as const;
