"use client";

import { useTranslations } from "next-intl";
import { sendAllAgainAction } from "@/app/(dashboard)/m/[merchantId]/orders/actions";
import { PressNotice } from "@/components/sync/press-notice";
import { usePress } from "@/components/sync/use-press";
import { Button } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import type { ShipmentStatus } from "@/lib/tracking/schema";

interface ParcelsProps {
  merchantId: string;
  integrationId: string;
  parcels: Readonly<Record<ShipmentStatus, number>>;
  readOnly: boolean;
}

/** How many parcels the shop knows of, how many wait, and how many were given up, with one press for all that did not arrive. */
export function ParcelsNote({ merchantId, integrationId, parcels, readOnly }: ParcelsProps) {
  const t = useTranslations("tracking.lane");
  const { pending, notice, press } = usePress();
  const { waiting, failed, told } = parcels;
  if (waiting + failed + told === 0) return null;
  const list = (status: ShipmentStatus): string => `/m/${merchantId}/orders?tracking=${status}&shop=${integrationId}`;
  const send = () =>
    press(
      "send",
      () => sendAllAgainAction(merchantId, { integrationId }),
      ({ count }) => ({ good: true, text: t("sending", { count }) }),
    );
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <p className="text-ink-2">
        {waiting > 0 ? (
          <>
            <TextLink href={list("waiting")}>{t("waiting", { count: waiting })}</TextLink>
            {" · "}
          </>
        ) : null}
        {failed > 0 ? (
          <>
            <TextLink href={list("failed")}>{t("failed", { count: failed })}</TextLink>
            {" · "}
          </>
        ) : null}
        {t("told", { count: told })}
      </p>
      {readOnly || waiting + failed === 0 ? null : (
        <Button size="sm" pending={pending === "send"} onClick={send}>
          {t("send_all_again")}
        </Button>
      )}
      <PressNotice notice={notice} />
    </div>
  );
}
