import { KIND_TRAITS, type NotificationKind } from "@/lib/notify/kinds";

/** Where an incident stands when a message is about to be sent. `unsettled`: it may be over, or a person paused the shop. */
export type Standing = "trouble" | "unsettled" | "over";

/** What a message says of an incident. */
export type Telling = "trouble" | "passed" | "over";

interface Decision<Note> {
  /** Null: nothing is said of it now. */
  telling: Telling | null;
  told: Note[];
  /** Wait for a later message. */
  held: Note[];
}

const NOTHING = { telling: null, told: [], held: [] };

/**
 * What the collected notes of one incident (oldest first) say to a receiver to whom the last message said `last` of it. It is what holds
 * now, whatever happened since the notes: nobody hears of the end of what they never heard of. Pure.
 */
export function decide<Note extends { kind: NotificationKind }>(
  standing: Standing,
  notes: readonly Note[],
  last: "trouble" | "over" | null,
): Decision<Note> {
  const about = (what: Telling): Note[] => notes.filter(({ kind }) => KIND_TRAITS[kind].about === what);
  const [trouble, passed, over] = [about("trouble"), about("passed"), about("over")];
  const newest = notes.findLast((one) => !passed.includes(one));
  const isEndNewest = newest !== undefined && over.includes(newest);
  switch (standing) {
    case "trouble":
      // It is back, and no note says so: messages of this day are used up. Its end remains to be reported.
      if (isEndNewest && last === "trouble") return { telling: null, told: [], held: over };
      return trouble.length === 0 ? NOTHING : { telling: "trouble", told: trouble, held: isEndNewest ? over : [] };
    case "unsettled":
      if (passed.length > 0 && last === "trouble") return { telling: "passed", told: passed, held: [...trouble, ...over] };
      return { telling: null, told: [], held: [...notes] };
    case "over":
      // The note of the end may still come: messages of this day are used up.
      if (!isEndNewest) return trouble.length > 0 ? { telling: null, told: [], held: [...notes] } : NOTHING;
      if (last === "over" || (last === null && trouble.length > 0)) return NOTHING;
      return { telling: "over", told: [...over, ...passed], held: [] };
  }
}
