"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { ActionForm } from "@/components/shell/action-form";
import { Button, SubmitButton } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import { eraseBuyerAction } from "@/lib/orders/privacy/actions";
import type { ErasedCounts } from "@/lib/orders/privacy/erase-buyer";

/** Erases one buyer by e-mail address after a second click, and reports what was erased. */
export function EraseBuyerForm({ merchantId, erasedBuyers }: { merchantId: string; erasedBuyers: number }) {
  const t = useTranslations("privacy.buyer");
  const app = useTranslations("app");
  const [asked, setAsked] = useState(false);
  const [erased, setErased] = useState<ErasedCounts | null>(null);
  const form = useRef<HTMLFormElement>(null);
  return (
    <ActionForm
      ref={form}
      onChange={() => setAsked(false)}
      action={(data) => eraseBuyerAction(merchantId, data)}
      done={(counts) => {
        setAsked(false);
        setErased(counts);
      }}
    >
      <p className="text-ink-2">{t("lead")}</p>
      <TextField label={t("email")} fieldClassName="sm:max-w-96" name="email" type="email" autoComplete="off" required />
      {asked ? (
        <div className="flex flex-wrap items-center gap-2">
          <SubmitButton variant="danger">{`${app("sure")} ${t("erase")}`}</SubmitButton>
          <Button variant="ghost" onClick={() => setAsked(false)}>
            {t("cancel")}
          </Button>
        </div>
      ) : (
        <Button
          className="justify-self-start"
          onClick={() => {
            if (form.current?.reportValidity()) setAsked(true);
          }}
        >
          {t("erase")}
        </Button>
      )}
      <p role="status" className="text-ink-2">
        {erased ? t("erased", { ...erased }) : null}
      </p>
      {erasedBuyers > 0 ? <p className="text-ink-3 text-sm">{t("left_out", { count: erasedBuyers })}</p> : null}
    </ActionForm>
  );
}
