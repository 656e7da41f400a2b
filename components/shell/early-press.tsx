import { headers } from "next/headers";

/** What React has taken over bears its mark: such a press was heard. */
const REMEMBER = `addEventListener("click",earlyPress=function(e){
var b=e.target.closest("button[type=button]:not([popovertarget])");
if(b&&!Object.keys(b).some(function(k){return k.startsWith("__react")}))earlyPress.last=b})`;

/**
 * A button that is pressed before the scripts of the page run does what it says as soon as they do (`ReplayEarlyPress`): the last one pressed
 * counts. Links and forms work without scripts.
 */
export async function EarlyPress() {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  // The browser hides a nonce from scripts, so React finds another one than the server's.
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant, and too early for any file.
  return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: REMEMBER }} />;
}
