/** What stands in place of a secret. */
export const MASK = "•••";

const SECRET_NAME = /secret|password|passwd|credential|token|api_?key|private_?key|consumer_?key|authorization|cookie|hash/i;
/** Keys of shops and tokens of ours have a shape of their own, wherever they are written. */
const SECRET_SHAPE =
  /\b(?:ck|cs|shpat|shpss|sk|pk|whsec)_[A-Za-z0-9]{8,}\b|\bmooring_[\w-]{43}|\bBearer\s+\S+|(?<=:\/\/)[^/\s:@]+:[^/\s@]+(?=@)/g;

/** A text without what has the shape of a key, a token or a password within an address. */
export const maskText = (text: string): string => text.replace(SECRET_SHAPE, MASK);

export type AuditValue = string | number | boolean | null;
export type AuditFields = Readonly<Record<string, AuditValue>>;

/** The same fields without a secret: by the field's name as a whole, within texts by the shape of what we know to be one. */
export function maskSecrets(fields: AuditFields): Record<string, AuditValue> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (typeof value !== "string" || value === "") return [name, value];
      return [name, SECRET_NAME.test(name) ? MASK : maskText(value)];
    }),
  );
}
