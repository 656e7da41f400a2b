export const MASK = "•••";

const SECRET_NAME = /secret|password|passwd|credential|token|api_?key|private_?key|consumer_?key|authorization|cookie|hash/i;
/** Shops' keys and our own tokens have recognizable formats. */
const SECRET_SHAPE =
  /\b(?:ck|cs|shpat|shpss|sk|pk|whsec)_[A-Za-z0-9]{8,}\b|\bmooring_[\w-]{43}|\bBearer\s+\S+|(?<=:\/\/)[^/\s:@]+:[^/\s@]+(?=@)/g;

/** Masks keys, tokens, and passwords in URLs anywhere in a text. */
export const maskText = (text: string): string => text.replace(SECRET_SHAPE, MASK);

export type AuditValue = string | number | boolean | null;
export type AuditFields = Readonly<Record<string, AuditValue>>;

/** Masks fields with a secret's name completely, and secrets of a known format within other texts. */
export function maskSecrets(fields: AuditFields): Record<string, AuditValue> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (typeof value !== "string" || value === "") return [name, value];
      return [name, SECRET_NAME.test(name) ? MASK : maskText(value)];
    }),
  );
}
