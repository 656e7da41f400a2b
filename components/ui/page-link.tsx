import type { ComponentProps } from "react";

interface PageLinkProps extends ComponentProps<"a"> {
  href: string;
  /** The new place takes that of this one in the history. */
  replace?: boolean;
  /** False keeps the page where it is scrolled to. */
  scroll?: boolean;
  /** False fetches nothing before the press. */
  prefetch?: boolean;
}

/** What `FollowLinks` reads from a link. */
export const GO_ATTRIBUTE = "data-go";

/**
 * A link to a page of the product. It is an ordinary link, drawn by the server, and nothing of it runs in the browser: `FollowLinks` in the
 * frame changes the page in place for all of them at once.
 */
export function PageLink({ replace = false, scroll = true, prefetch = true, ...rest }: PageLinkProps) {
  const wishes = [replace && "replace", !scroll && "stay", !prefetch && "late"].filter((wish) => wish !== false).join(" ");
  return <a {...{ [GO_ATTRIBUTE]: wishes }} {...rest} />;
}
