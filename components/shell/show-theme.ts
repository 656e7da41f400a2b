import { startTransition } from "react";
import { chooseTheme } from "@/lib/identity/accounts/profile-actions";

/** Applies a theme at once; the cookie is stored afterwards. */
export function showTheme(chosen: string): void {
  if (chosen === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = chosen;
  startTransition(() => chooseTheme(chosen));
}
