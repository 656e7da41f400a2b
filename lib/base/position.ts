/** A position in a list, newest first by (at, id): the last entry of the page before. */
export interface Position {
  at: Date;
  id: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const printPosition = ({ at, id }: Position): string => `${at.getTime().toString(36)}.${id}`;

/** Reads a position from an address bar; null for what is none. */
export function parsePosition(text: unknown): Position | null {
  const [time = "", id = ""] = typeof text === "string" ? text.split(".") : [];
  const milliseconds = Number.parseInt(time, 36);
  // Beyond this a Date holds nothing.
  if (!(Math.abs(milliseconds) <= 8.64e15) || !UUID.test(id)) return null;
  return { at: new Date(milliseconds), id };
}

/** The condition of entries behind a position, on the columns `at` and `id`; none from the beginning. */
export const behind = (before: Position | null) =>
  before ? { at: { lte: before.at }, OR: [{ at: { lt: before.at } }, { id: { lt: before.id } }] } : {};

/** One page of a list, and where the next one begins; null at the end. */
export interface Page<Entry> {
  entries: Entry[];
  next: Position | null;
}

/** The page of `limit` entries out of one more than that, in order. */
export function toPage<Entry>(entries: readonly Entry[], limit: number, positionOf: (entry: Entry) => Position): Page<Entry> {
  const shown = entries.slice(0, limit);
  const last = shown.at(-1);
  return { entries: shown, next: entries.length > limit && last ? positionOf(last) : null };
}
