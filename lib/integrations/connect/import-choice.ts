import { DAY_MS } from "@/lib/base/units";

/** The user's choice of where the import starts. */
export type ImportChoice = { kind: "all" } | { kind: "days"; days: number } | { kind: "since"; day: string };

export const IMPORT_DAYS = [365, 90, 30] as const;

/** The start of the import, at most now; null imports all. `instantOf` parses a day in the user's time zone; an invalid day means all. */
export function startOfChoice(choice: ImportChoice, now: Date, instantOf: (day: string) => Date | null): Date | null {
  switch (choice.kind) {
    case "all":
      return null;
    case "days":
      return new Date(now.getTime() - choice.days * DAY_MS);
    case "since": {
      const start = instantOf(choice.day);
      return start && new Date(Math.min(start.getTime(), now.getTime()));
    }
  }
}
