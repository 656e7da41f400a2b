"use client";

import { useTranslations } from "next-intl";
import { Fragment } from "react";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { NoticeButton } from "@/components/sync/action-notice";
import { TextLink } from "@/components/ui/text-link";
import { sendAllAgainAction } from "@/lib/orders/actions";
import type { ShipmentStatus } from "@/lib/orders/tracking/schema";

export function ParcelsNote({ parcels, readOnly }: { parcels: Readonly<Record<ShipmentStatus, number>>; readOnly: boolean }) {
  const { merchantId, integrationId } = useShopIds();
  const t = useTranslations("tracking.lane");
  const { waiting, failed, sent } = parcels;
  if (waiting + failed + sent === 0) return null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <p className="text-ink-2">
        {(["waiting", "failed"] as const).map((status) =>
          parcels[status] > 0 ? (
            <Fragment key={status}>
              <TextLink href={`/m/${merchantId}/orders?tracking=${status}&shop=${integrationId}`}>
                {t(status, { count: parcels[status] })}
              </TextLink>
              {" · "}
            </Fragment>
          ) : null,
        )}
        {t("sent", { count: sent })}
      </p>
      {readOnly || waiting + failed === 0 ? null : (
        <NoticeButton
          size="sm"
          action={() => sendAllAgainAction(merchantId, { integrationId })}
          done={({ count }) => t("sending", { count })}
        >
          {t("send_all_again")}
        </NoticeButton>
      )}
    </div>
  );
}
