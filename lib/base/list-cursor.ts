/** A keyset cursor in a list sorted newest first by (at, id): the last entry of the previous page. */
export interface ListCursor {
  at: Date;
  id: string;
}

/** From the year 1, since Prisma's text of earlier years is invalid in PostgreSQL, to the largest time value of a Date. */
const [EARLIEST, LATEST] = [Date.parse("0001-01-01T00:00:00Z"), 8.64e15];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const printListCursor = ({ at, id }: ListCursor): string => `${at.getTime().toString(36)}.${id}`;

export function parseListCursor(text: unknown): ListCursor | null {
  const [time = "", id = ""] = typeof text === "string" ? text.split(".") : [];
  const milliseconds = Number.parseInt(time, 36);
  if (!(milliseconds >= EARLIEST && milliseconds <= LATEST) || !UUID.test(id)) return null;
  return { at: new Date(milliseconds), id };
}

/** Prisma condition for the entries after a cursor, whose `at` is this column; empty for the first page. */
export const afterCursor = (before: ListCursor | null, column = "at") =>
  before ? { [column]: { lte: before.at }, OR: [{ [column]: { lt: before.at } }, { id: { lt: before.id } }] } : {};

/** One page of a list and the cursor of the next one; null on the last page. */
export interface Page<Entry> {
  entries: Entry[];
  next: ListCursor | null;
}

/** Builds a page from up to `limit + 1` sorted entries; the extra entry shows that there is a next page. */
export function toPage<Entry>(entries: readonly Entry[], limit: number, positionOf: (entry: Entry) => ListCursor): Page<Entry> {
  const shown = entries.slice(0, limit);
  const last = shown.at(-1);
  return { entries: shown, next: entries.length > limit && last ? positionOf(last) : null };
}
