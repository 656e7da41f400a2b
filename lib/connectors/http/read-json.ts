/** Undefined if not JSON. With error display on, PHP prints notices or blanks before it; the rest is still the complete response. */
export function readJson(body: string): unknown {
  const text = body.replace(/^\uFEFF/, "");
  try {
    return JSON.parse(text);
  } catch {
    const start = text.search(/(\[\s*[{[\]]|\{\s*["}])/);
    if (start <= 0 || start > 20_000) return undefined;
    try {
      return JSON.parse(text.slice(start));
    } catch {
      return undefined;
    }
  }
}
