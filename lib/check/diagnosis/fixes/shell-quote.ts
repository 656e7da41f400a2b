/** Replaces characters that a terminal acts on by question marks: the copied text must be what it looks like. */
const withoutControls = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "?");

/** One word for a POSIX shell. */
export function quoteForShell(text: string): string {
  const visible = withoutControls(text);
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(visible) ? visible : `'${visible.replaceAll("'", "'\\''")}'`;
}

/** One word for PowerShell, which treats curly quotes like straight ones. */
export const quoteForPowerShell = (text: string): string => `'${withoutControls(text).replace(/['‘’‚‛]/g, "$&$&")}'`;
