/** WordPress' `_fields`: a comma-separated list of names; nested ones have dots. */
export function selectFields(record: unknown, fields: string): unknown {
  if (typeof record !== "object" || record === null || Array.isArray(record)) return record;
  const wanted = new Map<string, string[]>();
  for (const field of fields.split(",").map((text) => text.trim())) {
    const [name = "", rest] = field.split(/\.(.*)/s);
    const deeper = wanted.get(name) ?? [];
    if (rest) deeper.push(rest);
    wanted.set(name, deeper);
  }
  return Object.fromEntries(
    Object.keys(record)
      .filter((name) => wanted.has(name))
      .map((name) => {
        const value: unknown = Reflect.get(record, name);
        const deeper = wanted.get(name) ?? [];
        return [name, deeper.length > 0 ? selectFields(value, deeper.join(",")) : value];
      }),
  );
}
