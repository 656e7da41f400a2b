import type { Route } from "next";
import type { ComponentProps } from "react";
import { buttonStyle } from "@/components/ui/button-style";

/**
 * A link to a file that the server sends as an attachment. No `download` attribute: after the session ended it would save the sign-in page
 * as a file.
 */
export function FileLink<T extends string>({ href, children }: Pick<ComponentProps<"a">, "children"> & { href: Route<T> }) {
  return (
    <a href={href} className={buttonStyle()}>
      {children}
    </a>
  );
}
