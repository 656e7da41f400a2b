"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { ok, refuse } from "@/lib/base/result";
import { requestCheck } from "@/lib/check/mutations";
import { displayAddress } from "@/lib/connectors/display-address";
import { readableUrl } from "@/lib/connectors/readable-url";
import { overPlainHttp, parseShopAddress } from "@/lib/connectors/shop-address";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { liveOutside } from "@/lib/health/live-outside";
import { merchantAction, quotaSpent } from "@/lib/identity/auth/action";
import { spendQuota, targetOf } from "@/lib/identity/quota/spend";
import { mayContact } from "@/lib/integrations/connect/ask-shop";
import type { ConnectFailure } from "@/lib/integrations/connect/connect-failure";
import { type AddressProblem, connectNewShop, findTaken } from "@/lib/integrations/connect/connect-shop";
import type { FoundShop } from "@/lib/integrations/connect/detect-shop-system";
import { type HttpsMiss, locateShop } from "@/lib/integrations/connect/locate-shop";
import { proposeName } from "@/lib/integrations/connect/proposed-name";
import { changeShopSystem } from "@/lib/integrations/mutations";
import { integrationNameSchema } from "@/lib/integrations/schema";

export type AddressInspection =
  /** `readableUrl` can be submitted again; `detected.path` starts with the detected URL if that differs from the entered one. */
  | {
      kind: "found";
      readableUrl: string;
      proposedName: string;
      detected: FoundShop | null;
      /** What answered instead, if no shop was found. */
      miss: ConnectFailure | null;
      /** Why https failed, if no scheme was entered and the URL is plain http. */
      overHttps: HttpsMiss | null;
    }
  | AddressProblem;

/** Parses a URL, resolves its name and detects which shop system responds, and where. Stores nothing. */
export const inspectAddress = merchantAction({
  // Far beyond any URL, so that the user gets a specific error instead of a schema's.
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
    const { baseUrl, detection, overHttps } = await locateShop(parsed.value, overPlainHttp(input.address), await liveOutside());
    const miss = detection.kind === "missed" ? detection.miss : null;
    const detected = detection.kind === "found" ? detection.shop : null;
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

/** Connects a shop without credentials and starts its first check. From here on the user can leave and resume. */
export const connectShop = merchantAction({
  input: z.object({ address: z.string().max(4_000), name: integrationNameSchema, shopSystem: z.enum(SHOP_SYSTEMS) }),
  spends: "connect_shop",
  run: async (scope, input) => {
    const connected = await connectNewShop(scope, input);
    // Otherwise going back would show a cached page without the shop.
    if (connected.ok && connected.value.kind === "connected") refresh();
    return connected;
  },
});

/** Corrects a wrong shop system while the shop has no key; then checks the shop as the chosen one. */
export const changeShopSystemAction = merchantAction({
  input: z.object({ integrationId: z.uuid(), shopSystem: z.enum(SHOP_SYSTEMS) }),
  run: async (scope, { integrationId, shopSystem }) => {
    const changed = await changeShopSystem(scope, integrationId, shopSystem);
    if (changed.ok) await requestCheck(scope, { integrationId, trigger: "connect" });
    return changed;
  },
});
