import { DAY_MS } from "@/lib/base/units";
import type { ShownCertificate } from "@/lib/connectors/net/read-certificates";

/** `steps`: days before the end at which members are notified, once each. `untilEnd`: no longer listed once the end has passed. */
const KINDS = {
  /** The shop's TLS certificate. After it expires the shop fails, and its lane says so. */
  certificate: { steps: [30, 14, 3], notifies: true, untilEnd: true },
  /** The shop's hostname no longer resolves. */
  domain: { steps: [0], notifies: true, untilEnd: false },
  /** The shop's key; after it expires a user must approve access again. */
  access: { steps: [14, 3, 0], notifies: true, untilEnd: false },
  /** The shop system's version no longer gets security fixes. */
  version: { steps: [90, 30, 0], notifies: true, untilEnd: false },
  /** The version of the shop system's API that we use. */
  api_version: { steps: [90], notifies: false, untilEnd: false },
} as const satisfies Record<string, { steps: readonly number[]; notifies: boolean; untilEnd: boolean }>;

export type EndingKind = keyof typeof KINDS;
export const ENDING_KINDS = Object.keys(KINDS) as EndingKind[];

/** Values for its text: names and versions, no secrets. */
export type EndingDetails = {
  host?: string;
  version?: string;
  source?: string;
  /** The first certificate of the chain to expire, with everything the server presented. */
  subject?: string;
  issuer?: string;
  digest?: string;
  chain?: readonly ShownCertificate[];
  /** Share of the lifetime that is left when this shop usually renews. */
  usuallyLeft?: number;
};

export interface Ending {
  kind: EndingKind;
  endsAt: Date;
  details: Readonly<EndingDetails>;
}

/** Share of a certificate's lifetime at which a step is reached at the latest: renewal at a third, as is usual, is never announced. */
const SHARE_OF_STEP: Readonly<Record<number, number>> = { 30: 1 / 4, 14: 1 / 8, 3: 1 / 30 };

/** How much later than usual, as a share of its lifetime, a certificate may be renewed without being announced. */
const USUAL_DELAY = 1 / 20;
/** Every shop is examined once a day, so the last examination before the end falls into this time. */
const MIN_NOTICE_DAYS = 2;

type Due = Pick<Ending, "kind" | "endsAt"> & Partial<Pick<Ending, "details">>;

/** How many days before its end the shop's usual renewal of a certificate is overdue. */
const overdueDays = (lifetime: number, usuallyLeft: number): number =>
  Math.max(Math.min(MIN_NOTICE_DAYS, lifetime / 4), lifetime * (usuallyLeft - USUAL_DELAY));

/** How many days before the end a step is due. Certificates of 90, 64 or 45 days are renewed later than those of a year. */
function daysOfStep({ kind, endsAt, details }: Due, step: number, isFirst: boolean): number {
  const shown = details?.chain?.find(({ validTo }) => new Date(validTo).getTime() === endsAt.getTime());
  const lifetime = kind === "certificate" && shown ? (endsAt.getTime() - new Date(shown.validFrom).getTime()) / DAY_MS : Number.NaN;
  if (!(lifetime > 0)) return step;
  const byShare = Math.min(step, lifetime * (SHARE_OF_STEP[step] ?? 1));
  if (details?.usuallyLeft === undefined) return byShare;
  return Math.min(isFirst ? step : byShare, overdueDays(lifetime, details.usuallyLeft));
}

/** The step that the end has reached: the smallest step not below the remaining days; null if the end is too far away. */
export function stepOf(ending: Due, now: Date): number | null {
  const { kind, endsAt } = ending;
  const daysLeft = (endsAt.getTime() - now.getTime()) / DAY_MS;
  const { steps, untilEnd }: { steps: readonly number[]; untilEnd: boolean } = KINDS[kind];
  if (untilEnd && daysLeft <= 0) return null;
  return steps.filter((step, index) => daysLeft <= daysOfStep(ending, step, index === 0)).at(-1) ?? null;
}

interface Known {
  endsAt: Date;
  notifiedStep: number | null;
}

/** The step to notify members of now; null if they were notified already. A new end date, after a renewal, starts over. */
export function stepToNotify(ending: Ending, known: Known | null, now: Date): number | null {
  const step = stepOf(ending, now);
  if (step === null || !KINDS[ending.kind].notifies) return null;
  const notified = known?.endsAt.getTime() === ending.endsAt.getTime() ? known.notifiedStep : null;
  return notified === null || step < notified ? step : null;
}
