"use client";

import { Truck, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { takeBackAction } from "@/app/(dashboard)/m/[merchantId]/orders/actions";
import { ShipDialog, type Shipped } from "@/components/orders/ship-dialog";
import { useAction } from "@/components/shell/use-action";
import { Button } from "@/components/ui/button";
import { useKeptFocus } from "@/components/ui/use-kept-focus";
import type { OrderRow } from "@/lib/orders/order-view";

interface SelectedProps {
  merchantId: string;
  orders: readonly OrderRow[];
  onClear: () => void;
}

/** What one can do with the selected orders, and how it ended: for a moment it can be taken back. */
export function ShipSelected({ merchantId, orders, onClear }: SelectedProps) {
  const t = useTranslations("orders.bulk");
  const router = useRouter();
  const { run, pending } = useAction();
  const [open, setOpen] = useState(false);
  const [shipped, setShipped] = useState<Shipped | null>(null);
  const [takenBack, setTakenBack] = useState<number | null>(null);

  const bar = useRef<HTMLElement>(null);
  useKeptFocus(bar, shipped?.words ?? takenBack);

  const undo = (shipmentIds: string[]) =>
    run(
      () => takeBackAction(merchantId, { shipmentIds }),
      (answer) => {
        setTakenBack(answer.takenBack);
        setShipped(null);
        router.refresh();
      },
    );
  const close = () => {
    setShipped(null);
    setTakenBack(null);
    onClear();
  };

  if (orders.length === 0 && !shipped && takenBack === null) return null;
  return (
    <section
      ref={bar}
      aria-label={t("label")}
      className="sticky bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-20 mt-3 flex flex-wrap items-center gap-2 rounded-lg border border-line-strong bg-surface px-3 py-2 shadow-overlay sm:bottom-4"
    >
      <p role="status" className="mr-auto min-w-0 text-sm">
        {takenBack !== null ? (
          t("taken_back", { count: takenBack })
        ) : shipped ? (
          shipped.words
        ) : (
          <b className="font-medium">{t("selected", { count: orders.length })}</b>
        )}
      </p>
      {shipped && shipped.shipmentIds.length > 0 ? (
        <Button size="sm" pending={pending} onClick={() => undo(shipped.shipmentIds)}>
          {t("undo")}
        </Button>
      ) : null}
      {orders.length > 0 && !shipped && takenBack === null ? (
        <Button size="sm" onClick={() => setOpen(true)}>
          <Truck aria-hidden="true" />
          {t("ship")}
        </Button>
      ) : null}
      <Button size="icon-sm" variant="ghost" onClick={close}>
        <X aria-hidden="true" />
        <span className="sr-only">{t("clear")}</span>
      </Button>
      {open ? (
        <ShipDialog
          merchantId={merchantId}
          orders={orders}
          onClose={() => setOpen(false)}
          onShipped={(done) => {
            setOpen(false);
            setShipped(done);
            onClear();
            router.refresh();
          }}
        />
      ) : null}
    </section>
  );
}
