/** Exit codes, as `mooring --help` and docs/command-line.md list them. Programs rely on them: add, never renumber. */
export const EXIT = {
  ok: 0,
  finding: 1,
  usage: 2,
  notAllowed: 3,
  unreachable: 4,
  countDiffers: 5,
  timeOver: 6,
  bug: 70,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_MEANINGS: readonly [ExitCode, string][] = [
  [EXIT.ok, "done, and nothing needs action"],
  [EXIT.finding, "something needs action: a blocked shop, a failed sync, an order that is not there"],
  [EXIT.usage, "the command is not understood: unknown option, unknown shop, no token"],
  [EXIT.notAllowed, "Mooring refuses the token, or the token lacks a scope"],
  [EXIT.unreachable, "Mooring does not answer, or still asks to wait after several tries"],
  [EXIT.countDiffers, "the sync ended, but it is not proven that every order of the shop was imported"],
  [EXIT.timeOver, "still going on when --timeout ended; nothing was stopped"],
  [EXIT.bug, "an error in this command itself"],
];

/** Ends the command with a message for the user. */
export class Stop extends Error {
  override readonly name = "Stop";
  constructor(
    readonly exit: ExitCode,
    message: string,
    /** For --json: a stable code. */
    readonly code = "usage",
  ) {
    super(message);
  }
}
