"use client";

import type { ComponentProps } from "react";
import { Select } from "@/components/ui/select";

/** A select that sends its form when something is chosen; without scripts the form's button does. */
export function AutoSubmitSelect(props: ComponentProps<"select">) {
  return <Select {...props} onChange={(event) => event.currentTarget.form?.requestSubmit()} />;
}
