import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import { processWide } from "@/lib/infra/process-wide";

/** The header that carries a request's id from the proxy to the page, and back in the response. */
export const REQUEST_ID_HEADER = "x-request-id";

const storage = processWide("correlation", () => new AsyncLocalStorage<string>());

/** An id in the form of a W3C trace id. */
export const newRequestId = (): string => randomBytes(16).toString("hex");

/** Runs `work` for the request with this id, which its log lines and jobs then carry. */
export const correlate = <Value>(requestId: string | null | undefined, work: () => Value): Value =>
  requestId ? storage.get().run(requestId, work) : work();

/** The id of the request that caused the current work; null if no request did. */
export const requestId = (): string | null => storage.get().getStore() ?? null;

/** Everything that the current event causes from now on belongs to the request with this id. */
export const beginRequest = (id: string): void => storage.get().enterWith(id);
