"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Hits } from "@/app/(support)/support/(search)/hit-list";
import { ActionForm } from "@/components/shell/action-form";
import { ReasonField } from "@/components/shell/reason-field";
import { SubmitButton } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import { searchBuyerAction } from "@/lib/support/actions";
import type { BuyerOrders } from "@/lib/support/mutations";

/** The orders of a buyer at all merchants. The address is never part of a URL, and each search is logged with its reason. */
export function BuyerSearch() {
  const t = useTranslations("support.buyer");
  const [found, setFound] = useState<BuyerOrders | null>(null);
  return (
    <details className="mb-4 max-w-2xl">
      <summary className="min-h-6 cursor-pointer rounded-sm text-ink-2">{t("open")}</summary>
      <div className="mt-2 grid gap-4">
        <ActionForm
          action={(data) => searchBuyerAction(Object.fromEntries(data))}
          done={setFound}
          // The typed address and reason stay for the next search.
          onReset={(event) => event.preventDefault()}
          className="grid gap-3 rounded-lg border border-line bg-surface p-4"
        >
          <p className="text-ink-2">{t("lead")}</p>
          <TextField label={t("email")} name="email" type="email" required maxLength={254} autoComplete="off" spellCheck={false} />
          <ReasonField label={t("reason")} help={t("reason_help")} />
          <SubmitButton className="justify-self-start">{t("search")}</SubmitButton>
        </ActionForm>
        <div role="status" className="grid gap-1">
          {found ? <p className="text-ink-2">{t(found.isPart ? "newest" : "found", { count: found.hits.length })}</p> : null}
          {found && found.hits.length > 0 ? <Hits hits={found.hits} text="" /> : null}
        </div>
      </div>
    </details>
  );
}
