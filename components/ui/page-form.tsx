import type { ComponentProps } from "react";
import { GO_ATTRIBUTE } from "@/components/ui/page-link";

/** A form whose fields become the query of a page: an ordinary form of the server, and `FollowLinks` changes the page in place. */
export function PageForm(props: ComponentProps<"form"> & { action: string }) {
  return <form {...{ [GO_ATTRIBUTE]: "" }} {...props} method="get" />;
}
