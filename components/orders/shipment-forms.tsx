"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useRef, useState } from "react";
import { ParcelFields, useParcelProblem } from "@/components/orders/parcel-fields";
import { SharedNumbers } from "@/components/orders/shared-numbers";
import { ActionButton, ActionForm } from "@/components/shell/action-form";
import { useAction } from "@/components/shell/use-action";
import { Button, SubmitButton } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormErrors } from "@/components/ui/form-errors";
import { toast } from "@/components/ui/toast";
import { useFocusOnError } from "@/components/ui/use-focus-on-error";
import { correctShipmentAction, dropShipmentAction, markShippedAction, sendAgainAction } from "@/lib/orders/actions";
import type { ShipmentView } from "@/lib/orders/tracking/data";
import type { SharedNumber } from "@/lib/orders/tracking/shared-numbers";

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

interface ShipmentButtonProps {
  merchantId: string;
  shipmentId: string;
  trackingNumber: string;
}

export function SendAgainButton({ merchantId, shipmentId, trackingNumber }: ShipmentButtonProps) {
  const tracking = useTranslations("tracking");
  const router = useRouter();
  const done = () => {
    toast.success(tracking("sending_again"));
    router.refresh();
  };
  return (
    <ActionButton size="sm" action={() => sendAgainAction(merchantId, { shipmentId })} done={done}>
      {tracking("send_again")} <span className="sr-only">{trackingNumber}</span>
    </ActionButton>
  );
}

/** Deletes a parcel that was recorded by mistake and never reached the shop. */
export function DropShipmentButton({ merchantId, shipmentId, trackingNumber }: ShipmentButtonProps) {
  const tracking = useTranslations("tracking");
  const router = useRouter();
  const done = ({ dropped }: { dropped: boolean }) => {
    toast.success(tracking("dropped", { dropped: dropped ? "yes" : "no" }));
    router.refresh();
  };
  return (
    <ActionButton confirm size="sm" variant="ghost" action={() => dropShipmentAction(merchantId, { shipmentId })} done={done}>
      {tracking("drop")} <span className="sr-only">{trackingNumber}</span>
    </ActionButton>
  );
}

/** Records one parcel. Rejected input stays; a repeated submit is idempotent. */
export function MarkShippedForm({ merchantId, orderId, another }: { merchantId: string; orderId: string; another: boolean }) {
  const t = useTranslations("tracking.form");
  const router = useRouter();
  const { run, pending, fields } = useAction();
  const [answer, setAnswer] = useState<"recorded" | "known" | null>(null);
  const [shared, setShared] = useState<readonly SharedNumber[]>([]);
  const problemOf = useParcelProblem();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, fields);

  function send(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (pending) return;
    const sent = event.currentTarget;
    const data = new FormData(sent);
    data.set("orderId", orderId);
    for (const { trackingNumber } of shared) data.set("confirmed", trackingNumber);
    setAnswer(null);
    run(
      () => markShippedAction(merchantId, data),
      (outcome) => {
        setShared(outcome.kind === "shared" ? outcome.shared : []);
        if (outcome.kind === "shared") return;
        setAnswer(outcome.recorded > 0 ? "recorded" : "known");
        if (outcome.recorded > 0) sent.reset();
        router.refresh();
      },
    );
  }

  return (
    <form
      ref={form}
      method="post"
      onSubmit={send}
      onChange={() => setShared([])}
      noValidate
      aria-labelledby={id}
      className="mt-4 grid gap-3 border-line border-t pt-4"
    >
      <h3 id={id} className="font-semibold">
        {t(another ? "another" : "title")}
      </h3>
      <div className="grid items-start gap-3 md:grid-cols-3">
        <FormErrors value={(name = "") => (fields[name] === undefined ? null : problemOf(fields[name]))}>
          <ParcelFields />
        </FormErrors>
      </div>
      <SharedNumbers shared={shared} />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" pending={pending}>
          {t(shared.length > 0 ? "submit_shared" : "submit")}
        </Button>
        <p role="status" className="text-ink-2">
          {answer ? t(answer) : null}
        </p>
      </div>
    </form>
  );
}
