"use client";

import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { Input } from "@/components/ui/input";
import { useHydrated } from "@/components/ui/use-hydrated";

/** Password field with a button that reveals it. */
export function PasswordInput(props: ComponentProps<typeof Input>) {
  const t = useTranslations("app");
  const hydrated = useHydrated();
  const [shown, setShown] = useState(false);
  return (
    <span className="relative block">
      <Input {...props} type={shown ? "text" : "password"} style={{ paddingRight: "2.5rem" }} />
      <button
        type="button"
        disabled={!hydrated}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-1 right-1 grid w-8 place-items-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink"
      >
        {shown ? <EyeOff className="size-4" /> : <Eye className="size-4" />}
        <span className="sr-only">{t("show_password")}</span>
      </button>
    </span>
  );
}
