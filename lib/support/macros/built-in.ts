import type { MacroAct } from "@/lib/support/macros/macro-acts";
import type { SnoozeHours } from "@/lib/support/queue/snooze-hours";

/** Templates of the product; their names and texts are in `macros.built_in`. */
export const BUILT_IN_MACROS = [
  { id: "what_is_wrong", act: "take", snoozeHours: null },
  { id: "tell_the_host", act: "take", snoozeHours: 48 },
  { id: "host_was_asked", act: "take", snoozeHours: 72 },
  { id: "testing_again", act: "test_again", snoozeHours: 4 },
  { id: "need_to_know", act: "take", snoozeHours: 24 },
  { id: "works_again", act: "none", snoozeHours: null },
] as const satisfies readonly { id: string; act: MacroAct; snoozeHours: SnoozeHours | null }[];
export type BuiltInMacro = (typeof BUILT_IN_MACROS)[number]["id"];
