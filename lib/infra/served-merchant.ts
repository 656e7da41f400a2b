import { AsyncLocalStorage } from "node:async_hooks";
import { processWide } from "@/lib/infra/process-wide";

const storage = processWide("served merchant", () => new AsyncLocalStorage<string>());

/** Runs `work` for a merchant, to whose limits of concurrent look-ups and the like it then counts. */
export const serveMerchant = <Value>(merchantId: string, work: () => Value): Value => storage.get().run(merchantId, work);

/** The merchant for whom the current work is done; null for work of our own. */
export const servedMerchant = (): string | null => storage.get().getStore() ?? null;
