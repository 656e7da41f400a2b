import { headers } from "next/headers";
import { hearEarly } from "@/components/shell/hear-early";

/**
 * Hears what is pressed before the scripts of the page run. It stands in the page itself, since it has to be there before any file.
 */
export async function EarlyPress() {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  // The browser hides a nonce from scripts, so React finds another one than the server's.
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant.
  return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: `(${hearEarly})()` }} />;
}
