"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ParcelFields, useParcelProblem } from "@/components/orders/parcel-fields";
import { ActionForm } from "@/components/shell/action-form";
import { Button, SubmitButton } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { correctShipmentAction } from "@/lib/orders/actions";
import type { ShipmentView } from "@/lib/orders/tracking/data";

interface CorrectProps {
  merchantId: string;
  shipment: Pick<ShipmentView, "id" | "carrier" | "trackingNumber" | "enteredUrl" | "sentAt">;
  /** The shop replaces the number; otherwise it gets the new number in addition to the old one. */
  replaces: boolean;
}

/** Corrects carrier, number or link of a parcel and updates the shop. */
export function CorrectShipment({ merchantId, shipment, replaces }: CorrectProps) {
  const t = useTranslations("tracking.correct");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" variant="ghost" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t("button")} <span className="sr-only">{shipment.trackingNumber}</span>
      </Button>
      {open ? (
        <Dialog
          open
          onClose={() => setOpen(false)}
          title={t("title")}
          description={t(shipment.sentAt === null ? "unsent" : replaces ? "replaces" : "beside")}
        >
          <CorrectForm merchantId={merchantId} shipment={shipment} onDone={() => setOpen(false)} />
        </Dialog>
      ) : null}
    </>
  );
}

function CorrectForm({ merchantId, shipment, onDone }: Omit<CorrectProps, "replaces"> & { onDone: () => void }) {
  const t = useTranslations("tracking.correct");
  const router = useRouter();
  const { carrier, trackingNumber, enteredUrl } = shipment;
  return (
    <ActionForm
      noValidate
      problemOf={useParcelProblem()}
      action={(data) => {
        data.set("shipmentId", shipment.id);
        return correctShipmentAction(merchantId, data);
      }}
      done={() => {
        toast.success(t("done"));
        onDone();
        router.refresh();
      }}
    >
      <ParcelFields initial={{ carrier, trackingNumber, trackingUrl: enteredUrl }} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onDone}>{t("cancel")}</Button>
        <SubmitButton>{t("submit")}</SubmitButton>
      </div>
    </ActionForm>
  );
}
