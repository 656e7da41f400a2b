const FORBIDDEN = '"<>(),;:\\';
const OTHER_SPACES: ReadonlySet<number> = new Set([0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff]);

function mayStandInAddress(sign: string): boolean {
  const code = sign.codePointAt(0) ?? 0;
  const isSpace = code <= 0x20 || (code >= 0x7f && code <= 0xa0) || (code >= 0x2000 && code <= 0x200b) || OTHER_SPACES.has(code);
  return !isSpace && !FORBIDDEN.includes(sign);
}

/** Whether a buyer can be found by this address. `is_erasable_address` in SQL is the same rule: begin_erasure() refuses all others. */
export function isErasableAddress(address: string): boolean {
  const signs = [...address];
  const at = signs.indexOf("@");
  return signs.length <= 254 && at > 0 && at < signs.length - 1 && at === signs.lastIndexOf("@") && signs.every(mayStandInAddress);
}
