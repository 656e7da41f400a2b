import { headers } from "next/headers";

/** What React has taken over bears its mark: a press there was heard. */
const REPEAT = `(function(){var pressed;
function isTaken(b){return Object.keys(b).some(function(k){return k.startsWith("__react")})}
function repeat(){var b=pressed;if(!b||!b.isConnected)return;if(isTaken(b)){pressed=null;b.click()}else setTimeout(repeat,50)}
addEventListener("click",function(e){var o=e.target.closest("[popovertarget]"),t=o&&o.popoverTargetElement,b=e.target.closest("button[type=button]:not([popovertarget])");
if(t)t.openedBy=o;if(b&&!isTaken(b)){pressed=b;repeat()}})})()`;

/** What a popover that several buttons open was opened by last: some browsers give a pressed button no focus, and scripts may come later. */
export type OpenedPopover = HTMLElement & { openedBy?: HTMLElement };

/**
 * A button that is pressed before the scripts of the page run does what it says as soon as they do; of several the last one pressed counts. Links
 * and forms work without scripts. It stands in the page itself, since it has to be there before any file.
 */
export async function EarlyPress() {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  // The browser hides a nonce from scripts, so React finds another one than the server's.
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant.
  return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: REPEAT }} />;
}
