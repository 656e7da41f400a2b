import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";

/** The header that carries the id of a request from the proxy to the page, and back in the answer. */
export const REQUEST_ID_HEADER = "x-request-id";

// Global, because a bundler may give pages and the process's entry point separate copies of this module.
const shared = globalThis as typeof globalThis & { mooringCorrelation?: AsyncLocalStorage<string> };

const storage = (): AsyncLocalStorage<string> => {
  shared.mooringCorrelation ??= new AsyncLocalStorage();
  return shared.mooringCorrelation;
};

/** An id in the form of a W3C trace id. */
export const newRequestId = (): string => randomBytes(16).toString("hex");

/** Runs `work` for the request with this id: its log lines and the jobs that it enqueues carry the id. */
export const correlate = <Value>(requestId: string | null | undefined, work: () => Value): Value =>
  requestId ? storage().run(requestId, work) : work();

/** The id of the request that caused the current work; null for work that no request caused. */
export const requestId = (): string | null => storage().getStore() ?? null;

/** Everything that the current event causes from here on belongs to the request with this id. */
export const beginRequest = (id: string): void => storage().enterWith(id);
