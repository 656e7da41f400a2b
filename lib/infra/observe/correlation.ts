import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import { processWide } from "@/lib/infra/process-wide";

/** The header that carries the id of a request from the proxy to the page, and back in the answer. */
export const REQUEST_ID_HEADER = "x-request-id";

const storage = processWide("correlation", () => new AsyncLocalStorage<string>());

/** An id in the form of a W3C trace id. */
export const newRequestId = (): string => randomBytes(16).toString("hex");

/** Runs `work` for the request with this id: its log lines and the jobs that it enqueues carry the id. */
export const correlate = <Value>(requestId: string | null | undefined, work: () => Value): Value =>
  requestId ? storage.get().run(requestId, work) : work();

/** The id of the request that caused the current work; null for work that no request caused. */
export const requestId = (): string | null => storage.get().getStore() ?? null;

/** Everything that the current event causes from here on belongs to the request with this id. */
export const beginRequest = (id: string): void => storage.get().enterWith(id);
