"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { ActionForm } from "@/components/shell/action-form";
import { Button, SubmitButton } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import { Time } from "@/components/ui/time";
import { eraseBuyerAction } from "@/lib/orders/privacy/actions";

interface Erasure {
  id: string;
  requestedAt: Date;
  finishedAt: Date | null;
  searched: number;
  orders: number;
  quarantined: number;
  texts: number;
}

interface EraseBuyerProps {
  merchantId: string;
  erasedBuyers: number;
  erasures: readonly Erasure[];
}

/** Begins to erase one buyer by e-mail address after a second click, and shows how far the newest erasures are. */
export function EraseBuyerForm({ merchantId, erasedBuyers, erasures }: EraseBuyerProps) {
  const t = useTranslations("privacy.buyer");
  const app = useTranslations("app");
  const [asked, setAsked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  return (
    <ActionForm
      ref={form}
      onChange={() => setAsked(false)}
      onReset={() => setAsked(false)}
      action={(data) => eraseBuyerAction(merchantId, data)}
      done={t("asked")}
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
      <div role="status" className="grid gap-1 text-ink-2">
        {erasures.map((one) => (
          <p key={one.id}>
            <ErasureState {...one} />
          </p>
        ))}
      </div>
      {erasedBuyers > 0 ? <p className="text-ink-3 text-sm">{t("left_out", { count: erasedBuyers })}</p> : null}
    </ActionForm>
  );
}

function ErasureState({ requestedAt, finishedAt, searched, orders, quarantined, texts }: Erasure) {
  const t = useTranslations("privacy.buyer");
  const time = () => <Time at={requestedAt} form="clock" />;
  if (finishedAt) return t.rich("finished", { time, result: t("erased", { orders, quarantined, texts }) });
  return searched === 0 ? t.rich("waiting", { time }) : t.rich("running", { time, searched });
}
