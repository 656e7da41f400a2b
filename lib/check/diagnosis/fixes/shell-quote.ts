/** Characters that a terminal acts on become a question mark: what is copied must look like what it is. */
const withoutControls = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "?");

/** One word for a POSIX shell, whatever it holds. */
export function quoteForShell(text: string): string {
  const visible = withoutControls(text);
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(visible) ? visible : `'${visible.replaceAll("'", "'\\''")}'`;
}

/** One word for PowerShell: it takes curly quotes for straight ones, too. */
export const quoteForPowerShell = (text: string): string => `'${withoutControls(text).replace(/['‘’‚‛]/g, "$&$&")}'`;
