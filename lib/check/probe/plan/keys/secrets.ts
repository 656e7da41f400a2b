const collect = (value: unknown): string[] => {
  if (typeof value === "string") return value.length >= 4 ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(collect) : [];
};

/** Every secret in each form in which it is sent: plain, as Basic, percent-encoded. */
export function secretsOf(credentials: unknown): string[] {
  const texts = collect(credentials);
  const pairs = texts.flatMap((user) => [`${user}:`, ...texts.map((password) => `${user}:${password}`)]);
  const all = [...texts, ...texts.map(encodeURIComponent), ...pairs.map((pair) => Buffer.from(pair).toString("base64"))];
  return [...new Set(all)].sort((a, b) => b.length - a.length);
}
