import type { ShownCertificate } from "@/lib/connectors/net/read-certificates";

/** `steps`: days before the end at which members are notified, once each. `untilEnd`: an end in the past is none of these any more. */
const KINDS = {
  /** The TLS certificate of the shop. Once it has ended, the shop is out of order and says so itself. */
  certificate: { steps: [30, 14, 3], notifies: true, untilEnd: true },
  /** The name of the shop does not resolve any more. */
  domain: { steps: [0], notifies: true, untilEnd: false },
  /** The key of the shop; afterwards a person has to approve again. */
  access: { steps: [14, 3, 0], notifies: true, untilEnd: false },
  /** The version of the shop system gets no more security fixes. */
  version: { steps: [90, 30, 0], notifies: true, untilEnd: false },
  /** The version of the shop system's API that we use. */
  api_version: { steps: [90], notifies: false, untilEnd: false },
} as const satisfies Record<string, { steps: readonly number[]; notifies: boolean; untilEnd: boolean }>;

export type EndingKind = keyof typeof KINDS;
export const ENDING_KINDS = Object.keys(KINDS) as EndingKind[];

/** What its text needs: names and versions, no secrets. */
export type EndingDetails = {
  host?: string;
  version?: string;
  source?: string;
  /** The first certificate to end, and all that the server showed with it. */
  subject?: string;
  issuer?: string;
  digest?: string;
  chain?: readonly ShownCertificate[];
};

export interface Ending {
  kind: EndingKind;
  endsAt: Date;
  details: Readonly<EndingDetails>;
}

const DAY_MS = 86_400_000;

/** The step that the end has reached: the smallest number of days that is not less than what is left; null if it is too far away. */
export function stepOf({ kind, endsAt }: Pick<Ending, "kind" | "endsAt">, now: Date): number | null {
  const daysLeft = (endsAt.getTime() - now.getTime()) / DAY_MS;
  const { steps, untilEnd }: { steps: readonly number[]; untilEnd: boolean } = KINDS[kind];
  if (untilEnd && daysLeft <= 0) return null;
  return steps.filter((step) => daysLeft <= step).at(-1) ?? null;
}

interface Known {
  endsAt: Date;
  notifiedStep: number | null;
}

/** The step to notify members of now; null if they know it. A new end, after a renewal, starts over. */
export function stepToNotify(ending: Ending, known: Known | null, now: Date): number | null {
  const step = stepOf(ending, now);
  if (step === null || !KINDS[ending.kind].notifies) return null;
  const notified = known?.endsAt.getTime() === ending.endsAt.getTime() ? known.notifiedStep : null;
  return notified === null || step < notified ? step : null;
}
