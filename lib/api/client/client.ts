import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./operations";

// The client of the API for programs, with no other import: copy it with operations.ts, and add openapi-fetch.

export type Schemas = components["schemas"];
export type ApiClient = Client<paths>;

/** A call that was refused, or that got no answer of the API. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  constructor(
    /** HTTP status; 0 without an answer. */
    readonly status: number,
    /** What the API answered; null if the answer is not one of the API. */
    readonly problem: Schemas["Problem"] | null,
    message: string,
  ) {
    super(message);
  }
}

export interface ClientOptions {
  /** Where Mooring runs, such as https://mooring.example. */
  url: string;
  token: string;
  /** Name and version of the calling program, as logs show it. */
  userAgent?: string;
  /** Ends calls and waits. */
  signal?: AbortSignal;
  /** The longest that a call waits before it is sent again, when the API asks for it or does not answer. */
  maxWaitSeconds?: number;
  onWait?: (seconds: number, why: "too_many" | "no_answer") => void;
  fetch?: (request: Request) => Promise<Response>;
}

const TRIES = 4;
const isForNow = (status: number): boolean => status === 429 || status >= 500;

const pause = (seconds: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const timer = setTimeout(resolve, seconds * 1000);
    signal?.addEventListener("abort", () => [clearTimeout(timer), reject(signal.reason)], { once: true });
  });

/** Sends a request again that was refused for now. The Idempotency-Key of a write makes that harmless. */
async function sendPatiently(request: Request, options: ClientOptions): Promise<Response> {
  const { maxWaitSeconds = 60, fetch: send = globalThis.fetch, signal, onWait } = options;
  for (let tried = 1; ; tried += 1) {
    const answer = await send(new Request(request.clone(), signal ? { signal } : {})).catch((error: unknown) => {
      if (signal?.aborted) throw signal.reason;
      return error instanceof Error ? error : new Error("no answer");
    });
    const isAnswer = answer instanceof Response;
    if (isAnswer && !isForNow(answer.status)) return answer;
    const asked = Number((isAnswer && answer.headers.get("retry-after")) || 2 ** (tried - 1));
    if (tried === TRIES || !(asked <= maxWaitSeconds)) {
      if (isAnswer) return answer;
      const { cause } = answer;
      throw new ApiError(
        0,
        null,
        `${options.url} does not answer: ${cause instanceof Error && cause.message ? cause.message : answer.message}`,
      );
    }
    onWait?.(asked, isAnswer && answer.status === 429 ? "too_many" : "no_answer");
    await pause(asked, signal);
  }
}

/** JSON and files; a proxy or a page of sign-in answers others. */
const OF_THE_API = ["application/json", "text/csv", "application/x-ndjson"];

const notTheApi = ({ status, url }: Response): ApiError => new ApiError(status, null, `${url} answered ${status}, not as the API does`);

/** Calls operations by path and method: `client.GET("/integrations/{integrationId}", { params: { path: { integrationId } } })`. */
export function makeClient(options: ClientOptions): ApiClient {
  const client = createClient<paths>({
    baseUrl: new URL("/api/v1", options.url).href,
    fetch: (request) => sendPatiently(request, options),
    headers: { authorization: `Bearer ${options.token}`, ...(options.userAgent ? { "user-agent": options.userAgent } : {}) },
  });
  client.use({
    onRequest({ request }) {
      if (request.method !== "GET" && !request.headers.has("idempotency-key")) request.headers.set("idempotency-key", crypto.randomUUID());
      return request;
    },
    onResponse({ response }) {
      const type = response.headers.get("content-type")?.split(";")[0] ?? "";
      if (response.ok && !OF_THE_API.includes(type)) throw notTheApi(response);
    },
  });
  return client;
}

const isProblem = (value: unknown): value is Schemas["Problem"] =>
  typeof value === "object" && value !== null && "code" in value && "detail" in value;

/** The answer of a call. @throws ApiError if it was refused */
export async function answerOf<Data>(call: Promise<{ data?: Data; error?: unknown; response: Response }>): Promise<Data> {
  const { data, error, response } = await call;
  if (response.ok && data !== undefined) return data;
  if (!isProblem(error)) throw notTheApi(response);
  throw new ApiError(response.status, error, `${error.title} ${error.detail}`);
}

/** All entries of a list, page by page. */
export async function* pagesOf<Entry>(
  read: (cursor: string | undefined) => Promise<{ data: Entry[]; nextCursor: string | null }>,
): AsyncGenerator<Entry> {
  for (let cursor: string | undefined | null; cursor !== null; ) {
    const page = await read(cursor);
    yield* page.data;
    cursor = page.nextCursor;
  }
}
