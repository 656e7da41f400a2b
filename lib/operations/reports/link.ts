/** The token in the path of a report page; null for every other path, including subpaths. */
export const reportTokenOf = (pathname: string): string | null => /^\/r\/([^/]+)\/?$/.exec(pathname)?.[1] ?? null;

export const reportPath = (token: string) => `/r/${token}` as const;

/** Selectable validity of a link, in days. */
export const REPORT_DAYS = [7, 30, 90] as const;
export const DEFAULT_REPORT_DAYS = 30;
export const MAX_SHOWN_NAME_LENGTH = 120;

/** Response to "Test again" in a report. */
export type HostTestAnswer =
  | { kind: "started" }
  | { kind: "joined" }
  | { kind: "nothing_refused" }
  | { kind: "too_soon"; retryAfterSeconds: number };

/** Response to an answer of the host; `test` only after "fixed". `name`: the refused file. */
export type HostAnswerOutcome =
  | { kind: "stored"; test: HostTestAnswer | null }
  | { kind: "refused"; why: "too_large" | "type" | "too_many_files"; name: string };

export const attachmentPath = (token: string, attachmentId: string) => `${reportPath(token)}/files/${attachmentId}` as const;

/** Actor for requests through a report link: the history names the hosting provider, not a member. */
export const HOST_JOB = "host-report";
