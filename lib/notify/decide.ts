import { KIND_TRAITS, type NotificationKind } from "@/lib/notify/kinds";

/** The state of an incident when a message is about to be sent. `unsettled`: it may be over, or a person paused the shop. */
export type Standing = "trouble" | "unsettled" | "over";

/** What a message says about an incident. */
export type Statement = "trouble" | "passed" | "over";

interface Decision<Note> {
  /** Null: nothing is said about it now. */
  statement: Statement | null;
  reported: Note[];
  /** Wait for a later message. */
  held: Note[];
}

const NOTHING = { statement: null, reported: [], held: [] };

/**
 * What the collected notes of one incident (oldest first) say to a receiver to whom the last message said `last` of it. It is what holds
 * now, whatever happened since the notes; no receiver is notified of an end without its beginning. Pure.
 */
export function decide<Note extends { kind: NotificationKind }>(
  standing: Standing,
  notes: readonly Note[],
  last: "trouble" | "over" | null,
): Decision<Note> {
  const about = (what: Statement): Note[] => notes.filter(({ kind }) => KIND_TRAITS[kind].about === what);
  const [trouble, passed, over] = [about("trouble"), about("passed"), about("over")];
  const newest = notes.findLast((one) => !passed.includes(one));
  const isEndNewest = newest !== undefined && over.includes(newest);
  switch (standing) {
    case "trouble":
      // It is back, and no note says so: messages of this day are used up. Its end remains to be reported.
      if (isEndNewest && last === "trouble") return { statement: null, reported: [], held: over };
      return trouble.length === 0 ? NOTHING : { statement: "trouble", reported: trouble, held: isEndNewest ? over : [] };
    case "unsettled":
      if (passed.length > 0 && last === "trouble") return { statement: "passed", reported: passed, held: [...trouble, ...over] };
      return { statement: null, reported: [], held: [...notes] };
    case "over":
      // The note of the end may still come: messages of this day are used up.
      if (!isEndNewest) return trouble.length > 0 ? { statement: null, reported: [], held: [...notes] } : NOTHING;
      if (last === "over" || (last === null && trouble.length > 0)) return NOTHING;
      return { statement: "over", reported: [...over, ...passed], held: [] };
  }
}
