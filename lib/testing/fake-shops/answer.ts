/** A response before it is written to the wire. Headers keep their order and letter case, since fingerprints use both. */
export interface FakeAnswer {
  status: number;
  headers: [name: string, value: string][];
  body: string;
  /** A request that the shop sends before it answers; its status (null if it failed) determines the answer. */
  calls?: { url: string; headers: Record<string, string>; body: string; answer(status: number | null): FakeAnswer };
}

/** One request as a fake shop received it. */
export interface FakeRequest {
  method: string;
  /** Path without the query, not decoded. */
  path: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: string;
  /** The request came over TLS, or a proxy in front says so. */
  secure: boolean;
  /** Scheme, host and port as requested. */
  origin: string;
}

export const jsonAnswer = (status: number, value: unknown, headers: [string, string][] = []): FakeAnswer => ({
  status,
  headers,
  body: JSON.stringify(value),
});

export const findHeader = (answer: FakeAnswer, name: string): string | undefined =>
  answer.headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
