import { Truck, X } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { useRefreshPage } from "@/components/live/use-refresh-page";
import type { Shipped } from "@/components/orders/ship-dialog";
import { useAction } from "@/components/shell/use-action";
import { Button } from "@/components/ui/button";
import { useFocusKeeper } from "@/components/ui/focus-keeper";
import { Toaster } from "@/components/ui/toaster";
import { undoShipmentAction } from "@/lib/orders/actions";
import type { OrderRow } from "@/lib/orders/order-view";

const ShipDialog = dynamic(() => import("@/components/orders/ship-dialog").then((file) => file.ShipDialog), { loading: () => null });

interface SelectedProps {
  merchantId: string;
  orders: readonly OrderRow[];
  onClear: () => void;
  /** Called when the bar closes and loses the focus. */
  onGone: () => void;
}

/** Actions for the selected orders and their outcome, with an undo for a few seconds. */
export function ShipSelected({ merchantId, orders, onClear, onGone }: SelectedProps) {
  const t = useTranslations("orders.bulk");
  const app = useTranslations("app");
  const refresh = useRefreshPage();
  const { run, pending } = useAction();
  const [open, setOpen] = useState(false);
  const [shipped, setShipped] = useState<Shipped | null>(null);
  const [takenBack, setTakenBack] = useState<number | null>(null);

  const bar = useRef<HTMLElement>(null);
  useFocusKeeper(bar, shipped?.text ?? takenBack);

  const undo = (shipmentIds: string[]) =>
    run(
      () => undoShipmentAction(merchantId, { shipmentIds }),
      (answer) => {
        setTakenBack(answer.takenBack);
        setShipped(null);
        refresh();
      },
    );
  const outcome = takenBack === null ? shipped?.text : t("taken_back", { count: takenBack });
  const selected = t("selected", { count: orders.length });
  // Keep orders selected after the outcome appeared.
  const close = () => {
    setShipped(null);
    setTakenBack(null);
    if (outcome === undefined) onClear();
    if (outcome === undefined || orders.length === 0) onGone();
  };

  if (orders.length === 0 && outcome === undefined) return null;
  return (
    <>
      <section
        ref={bar}
        aria-label={t("label")}
        className="sticky bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-20 mt-3 flex flex-wrap items-center gap-2 rounded-lg border border-line-strong bg-surface px-3 py-2 shadow-overlay sm:bottom-4"
      >
        <p role="status" className="mr-auto min-w-0 text-sm">
          {outcome ?? <b className="font-medium">{selected}</b>}
        </p>
        {shipped && shipped.shipmentIds.length > 0 ? (
          <Button size="sm" pending={pending} onClick={() => undo(shipped.shipmentIds)}>
            {t("undo")}
          </Button>
        ) : null}
        {orders.length > 0 ? (
          <>
            {outcome === undefined ? null : <b className="font-medium text-sm">{selected}</b>}
            <Button size="sm" onClick={() => setOpen(true)} icon={<Truck />}>
              {t("ship")}
            </Button>
          </>
        ) : null}
        <Button size="icon-sm" variant="ghost" onClick={close}>
          <X aria-hidden="true" />
          <span className="sr-only">{outcome === undefined ? t("clear") : app("close")}</span>
        </Button>
        {open ? (
          <ShipDialog
            merchantId={merchantId}
            orders={orders}
            onClose={() => setOpen(false)}
            onShipped={(done) => {
              setOpen(false);
              setShipped(done);
              setTakenBack(null);
              onClear();
              refresh();
            }}
          />
        ) : null}
      </section>
      <Toaster />
    </>
  );
}
