import type { ComponentProps } from "react";
import { LinkButton } from "@/components/ui/link-button";
import { GO_ATTRIBUTE, type PageLink } from "@/components/ui/page-link";

/**
 * A link whose answer is a file to keep, as the answer itself says; the page stays. Never with `download`: that would save whatever is answered,
 * also the page that asks to sign in.
 */
export function FileLink(props: ComponentProps<typeof PageLink>) {
  return <LinkButton {...{ [GO_ATTRIBUTE]: "late file" }} {...props} />;
}
