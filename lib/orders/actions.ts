"use server";

import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { LIMITS } from "@/lib/base/limits";
import { ok } from "@/lib/base/result";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { merchantAction } from "@/lib/identity/auth/action";
import { setMethodFallback } from "@/lib/orders/method-fallback/mutations";
import { findSharedNumbers } from "@/lib/orders/tracking/data";
import { type ImportOutcome, importShipments, type RefusedRows, writeCorrection } from "@/lib/orders/tracking/import-shipments";
import { MAX_SHIPMENTS, MAX_TRACKING_NUMBER_LENGTH } from "@/lib/orders/tracking/limits";
import {
  correctShipment,
  dropShipment,
  type ManyShipped,
  markManyShipped,
  markShipped,
  sendAgain,
  sendAllAgain,
  undoShipments,
} from "@/lib/orders/tracking/outbox/mutations";
import { correctedParcelSchema, type LineProblem, type Parcel, parcelFormSchema } from "@/lib/orders/tracking/schema";
import type { SharedNumber } from "@/lib/orders/tracking/shared-numbers";
import { makeWebhookSecret, revokeWebhookSecret } from "@/lib/orders/tracking/webhook/mutations";

/** A tracking number shared by several orders, which the user confirmed. */
const confirmedSchema = z.string().max(MAX_TRACKING_NUMBER_LENGTH);

/** Tracking numbers shared by several orders; null if the user confirmed all of them. */
async function findUnconfirmed(scope: MerchantScope, parcels: readonly (Parcel & { orderId: string })[], confirmed: readonly string[]) {
  const shared = await findSharedNumbers(scope, parcels);
  return shared.some(({ trackingNumber }) => !confirmed.includes(trackingNumber)) ? shared : null;
}

export type MarkShippedAnswer = { kind: "shared"; shared: SharedNumber[] } | { kind: "recorded"; recorded: number; known: number };

/** A number that another order already has needs confirmation: it is recorded only if `confirmed` contains it. */
export const markShippedAction = merchantAction({
  input: parcelFormSchema.extend({ confirmed: confirmedSchema.optional() }),
  run: async (scope, { confirmed, ...input }) => {
    const shared = await findUnconfirmed(scope, [input], confirmed === undefined ? [] : [confirmed]);
    if (shared) return ok<MarkShippedAnswer>({ kind: "shared", shared });
    const marked = await markShipped(scope, input);
    return marked.ok ? ok<MarkShippedAnswer>({ kind: "recorded", ...marked.value }) : marked;
  },
});

const MAX_PARCELS = 100;

export type ManyShippedAnswer = { kind: "shared"; shared: SharedNumber[] } | ({ kind: "recorded" } & ManyShipped);

export const markManyShippedAction = merchantAction({
  input: z.object({
    parcels: z.array(parcelFormSchema).min(1).max(MAX_PARCELS),
    confirmed: z.array(confirmedSchema).max(MAX_PARCELS).default([]),
  }),
  run: async (scope, { parcels, confirmed }) => {
    const shared = await findUnconfirmed(scope, parcels, confirmed);
    if (shared) return ok<ManyShippedAnswer>({ kind: "shared", shared });
    return ok<ManyShippedAnswer>({ kind: "recorded", ...(await markManyShipped(scope, parcels)) });
  },
});

export const undoShipmentAction = merchantAction({
  input: z.object({ shipmentIds: z.array(z.uuid()).max(MAX_SHIPMENTS) }),
  run: async (scope, { shipmentIds }) => ok(await undoShipments(scope, shipmentIds)),
});

const integrationInput = z.object({ integrationId: z.uuid() });
const shipmentInput = z.object({ shipmentId: z.uuid() });

export const dropShipmentAction = merchantAction({ input: shipmentInput, run: dropShipment });
export const correctShipmentAction = merchantAction({ input: correctedParcelSchema, run: correctShipment });
export const sendAgainAction = merchantAction({ input: shipmentInput, run: sendAgain });
export const sendAllAgainAction = merchantAction({ input: integrationInput, run: sendAllAgain });

const PROBLEMS_SHOWN = 100;

/** Refused lines as the page shows them; `file`: those lines as CSV, to correct and import again. */
interface Refused {
  count: number;
  problems: { line: number; value: string; reason: string }[];
  file: string;
}
type WithRefused<Outcome> = Outcome extends { refused: unknown } ? Omit<Outcome, "refused"> & { refused: Refused } : Outcome;
export type ImportAnswer = WithRefused<ImportOutcome>;

async function describeRefused(refused: RefusedRows): Promise<Refused> {
  const [t, format, locale] = await Promise.all([getTranslations("tracking"), getFormatter(), getLocale()]);
  const reasonOf = ({ problem, addresses = [] }: LineProblem): string =>
    t(`problem.${problem}`, { addresses: format.list(addresses, { type: "disjunction" }) });
  return {
    count: refused.rows.length,
    problems: refused.rows
      .slice(0, PROBLEMS_SHOWN)
      .map(({ problem }) => ({ line: problem.line, value: problem.value ?? "", reason: reasonOf(problem) })),
    file: refused.rows.length > 0 ? writeCorrection(refused, locale, { column: t("import.reason_column"), reasonOf }) : "",
  };
}

export const importShipmentsAction = merchantAction({
  input: z.object({ integrationId: z.uuid(), text: z.string().max(LIMITS.importedCsv), preview: z.boolean() }),
  run: async (scope, input) => {
    const imported = await importShipments(scope, input);
    if (!imported.ok) return imported;
    const { value } = imported;
    return ok<ImportAnswer>("refused" in value ? { ...value, refused: await describeRefused(value.refused) } : value);
  },
});

export const setMethodFallbackAction = merchantAction({
  input: z.object({ integrationId: z.uuid(), isOn: z.boolean() }),
  run: setMethodFallback,
});

export const makeWebhookSecretAction = merchantAction({ input: integrationInput, run: makeWebhookSecret });
export const revokeWebhookSecretAction = merchantAction({ input: integrationInput, run: revokeWebhookSecret });
