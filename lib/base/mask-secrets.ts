export const MASK = "•••";

const SECRET_NAME = /secret|password|passwd|credential|token|api_?key|private_?key|consumer_?key|authorization|cookie|hash/i;
/** Of a query, whose parameters need no other names: rather one too many. */
const SECRET_PARAMETER = /key|secret|token|password|passwd|signature|nonce|auth|sig/i;
/** Shops' keys and our own tokens have recognizable formats. */
const SECRET_SHAPE =
  /\b(?:ck|cs|shpat|shpss|sk|pk|whsec)_[A-Za-z0-9]{8,}\b|\bmooring_[\w-]{43}|\bBearer\s+\S+|(?<=:\/\/)[^/\s:@]+:[^/\s@]+(?=@)/g;

/** Masks keys, tokens, and passwords in URLs anywhere in a text. */
export const maskText = (text: string): string => text.replace(SECRET_SHAPE, MASK);

/** Masks fields with a secret's name completely, and secrets of a known format within other texts. */
export function maskFields<Value>(fields: Readonly<Record<string, Value>>): Record<string, Value | string> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (typeof value !== "string" || value === "") return [name, value];
      return [name, SECRET_NAME.test(name) ? MASK : maskText(value)];
    }),
  );
}

/** Masks query parameters that look like secrets. Defence in depth: probes mask their own already. */
export function maskQuery(pathAndQuery: string): string {
  const [path = "", ...query] = pathAndQuery.split("?");
  if (query.length === 0) return pathAndQuery;
  const masked = query
    .join("?")
    .split("&")
    .map((pair) => {
      const equals = pair.indexOf("=");
      return equals > 0 && SECRET_PARAMETER.test(pair.slice(0, equals)) ? `${pair.slice(0, equals)}=***` : pair;
    });
  return `${path}?${masked.join("&")}`;
}
