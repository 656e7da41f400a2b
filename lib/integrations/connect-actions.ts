"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { ok, refuse } from "@/lib/base/result";
import { requestCheck } from "@/lib/check/mutations";
import { PLATFORMS } from "@/lib/connectors/platforms";
import { readableUrl } from "@/lib/connectors/readable-url";
import { displayAddress, overPlainHttp, parseShopAddress } from "@/lib/connectors/shop-address";
import { liveOutside } from "@/lib/health/live-outside";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { merchantAction, quotaSpent } from "@/lib/identity/auth/action";
import { spendQuota, targetOf } from "@/lib/identity/quota/spend";
import { type ContactProblem, mayContact } from "@/lib/integrations/ask-shop";
import type { ConnectFailure } from "@/lib/integrations/connect-failure";
import { findIntegrationAt } from "@/lib/integrations/data";
import type { FoundShop } from "@/lib/integrations/detect-shop-system";
import { type HttpsMiss, locateShop } from "@/lib/integrations/locate-shop";
import { changePlatform, createIntegration } from "@/lib/integrations/mutations";
import { proposeName } from "@/lib/integrations/proposed-name";
import { integrationNameSchema } from "@/lib/integrations/schema";

export type AddressProblem =
  | { kind: "problem"; problem: ContactProblem; host: string }
  /** `integrationId`: the shop that has it. */
  | { kind: "problem"; problem: "address_taken"; host: string; integrationId: string };

export type AddressInspection =
  /**
   * `readableUrl` is the address for people to read, and to send again; `path` of what was detected stands with its address where that is another
   * one than was typed.
   */
  | {
      kind: "found";
      readableUrl: string;
      proposedName: string;
      detected: FoundShop | null;
      /** What was met where no shop was found. */
      miss: ConnectFailure | null;
      /** What https met, where the address is one over plain http since none was typed. */
      overHttps: HttpsMiss | null;
    }
  | AddressProblem;

async function findTaken(scope: MerchantScope, baseUrl: string): Promise<AddressProblem | null> {
  const taken = await findIntegrationAt(scope, baseUrl);
  return taken && { kind: "problem", problem: "address_taken", host: "", integrationId: taken.id };
}

/** Reads an address, looks its name up and asks which shop system answers, and where. Nothing is stored yet. */
export const inspectAddress = merchantAction({
  // Longer than any address may be: a refusal with a reason is kinder than "does not fit".
  input: z.object({ address: z.string().max(1_000_000) }),
  spends: "inspect_address",
  run: async (scope, input) => {
    const parsed = parseShopAddress(input.address);
    if (!parsed.ok) return ok<AddressInspection>({ kind: "problem", problem: parsed.reason, host: "" });
    const taken = await findTaken(scope, parsed.value);
    if (taken) return ok<AddressInspection>(taken);
    const contact = await mayContact(parsed.value);
    if (!contact.ok) return ok<AddressInspection>({ kind: "problem", problem: contact.reason.code, host: contact.reason.host });
    const wait = await spendQuota({ scope, target: await targetOf(parsed.value) }, "inspect_host");
    if (wait !== null) return refuse(quotaSpent(wait));
    const { baseUrl, sought, overHttps } = await locateShop(parsed.value, overPlainHttp(input.address), await liveOutside());
    const miss = sought.kind === "missed" ? sought.miss : null;
    const detected = sought.kind === "found" ? sought.shop : null;
    const place = detected?.baseUrl ?? baseUrl;
    const isElsewhere = place !== parsed.value;
    const takenThere = isElsewhere ? await findTaken(scope, place) : null;
    if (takenThere) return ok<AddressInspection>(takenThere);
    const readable = readableUrl(place);
    return ok<AddressInspection>({
      kind: "found",
      readableUrl: readable,
      proposedName: proposeName(place),
      detected: detected && isElsewhere ? { ...detected, path: displayAddress(readable) + detected.path } : detected,
      miss: miss?.to ? { ...miss, to: readableUrl(miss.to) } : miss,
      overHttps,
    });
  },
});

export type ConnectAnswer = { kind: "connected"; integrationId: string } | AddressProblem;

/** Connects a shop, without credentials yet, and starts its first check: from here on the way can be left and taken up again. */
export const connectShop = merchantAction({
  input: z.object({ address: z.string().max(4_000), name: integrationNameSchema, platform: z.enum(PLATFORMS) }),
  spends: "connect_shop",
  run: async (scope, input) => {
    const problem = (code: ContactProblem, host = "") => ok<ConnectAnswer>({ kind: "problem", problem: code, host });
    const parsed = parseShopAddress(input.address);
    if (!parsed.ok) return problem(parsed.reason);
    const contact = await mayContact(parsed.value);
    if (!contact.ok) return problem(contact.reason.code, contact.reason.host);
    const created = await createIntegration(scope, { name: input.name, platform: input.platform, baseUrl: parsed.value }, null);
    if (!created.ok) {
      const taken = await findTaken(scope, parsed.value);
      return taken ? ok<ConnectAnswer>(taken) : refuse("not_found");
    }
    const { integrationId } = created.value;
    await requestCheck(scope, { integrationId, trigger: "connect" });
    // The way back leads to a page that lists the shop, and not to the one that was left.
    refresh();
    return ok<ConnectAnswer>({ kind: "connected", integrationId });
  },
});

/** The wrong shop system was chosen: it is changed while there is no key, and the shop is checked as what it is. */
export const changePlatformAction = merchantAction({
  input: z.object({ integrationId: z.uuid(), platform: z.enum(PLATFORMS) }),
  run: async (scope, { integrationId, platform }) => {
    const changed = await changePlatform(scope, integrationId, platform);
    if (changed.ok) await requestCheck(scope, { integrationId, trigger: "connect" });
    return changed;
  },
});
