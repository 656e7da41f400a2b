"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { ParcelFields } from "@/components/orders/parcel-fields";
import { useAction } from "@/components/shell/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { useFocusOnError } from "@/components/ui/use-focus-on-error";
import { correctShipmentAction } from "@/lib/orders/actions";
import type { ShipmentView } from "@/lib/orders/tracking/data";

interface CorrectProps {
  merchantId: string;
  shipment: Pick<ShipmentView, "id" | "carrier" | "trackingNumber" | "enteredUrl" | "toldAt">;
  /** The shop replaces the number; otherwise it gets the new one beside the old one. */
  replaces: boolean;
}

/** Corrects carrier, number or link of a parcel; the shop is updated. */
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
          description={t(shipment.toldAt === null ? "unsent" : replaces ? "replaces" : "beside")}
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
  const { run, pending, fields } = useAction();
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, fields);
  const { carrier, trackingNumber, enteredUrl } = shipment;

  function send(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    data.set("shipmentId", shipment.id);
    run(
      () => correctShipmentAction(merchantId, data),
      () => {
        toast.success(t("done"));
        onDone();
        router.refresh();
      },
    );
  }

  return (
    <form ref={form} method="post" onSubmit={send} noValidate className="grid gap-4">
      <ParcelFields fields={fields} initial={{ carrier, trackingNumber, trackingUrl: enteredUrl }} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onDone}>{t("cancel")}</Button>
        <Button type="submit" variant="primary" pending={pending}>
          {t("submit")}
        </Button>
      </div>
    </form>
  );
}
