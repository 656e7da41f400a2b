import { useTranslations } from "next-intl";
import { type ClipboardEvent, type FormEvent, useId, useRef, useState } from "react";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { CarrierNames } from "@/components/orders/parcel-fields";
import { SharedNumbers } from "@/components/orders/shared-numbers";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/fields";
import { Input } from "@/components/ui/input";
import { useFocusOnError } from "@/components/ui/use-focus-on-error";
import { anyKey } from "@/lib/i18n/any-key";
import { markManyShippedAction } from "@/lib/orders/actions";
import type { OrderRow } from "@/lib/orders/order-view";
import { readPastedColumn } from "@/lib/orders/tracking/cell-text";
import { MAX_CARRIER_LENGTH, MAX_TRACKING_NUMBER_LENGTH, UNDO_SECONDS } from "@/lib/orders/tracking/limits";
import type { SharedNumber } from "@/lib/orders/tracking/shared-numbers";

export interface Shipped {
  shipmentIds: string[];
  text: string;
}

interface Faults {
  carrier?: true;
  /** True if no number was entered at all. */
  number?: true;
  /** Error code for each order's number. */
  numbers?: Readonly<Record<string, string>>;
}

/** Maps the server's errors, which are by position, to the orders whose parcels were sent. */
const faultsOf = (fields: Readonly<Record<string, string>>, parcels: readonly { orderId: string }[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([path, code]) => {
      const parcel = parcels[Number(/^parcels\.(\d+)\.trackingNumber$/.exec(path)?.[1] ?? Number.NaN)];
      return parcel ? [[parcel.orderId, code]] : [];
    }),
  );

interface DialogProps {
  merchantId: string;
  orders: readonly OrderRow[];
  onClose: () => void;
  onShipped: (shipped: Shipped) => void;
}

/** One tracking number per selected order; a pasted column fills the fields below. Rejected input stays. */
export function ShipDialog({ merchantId, orders, onClose, onShipped }: DialogProps) {
  const t = useTranslations("orders.bulk");
  const form = useTranslations("tracking.form");
  const problems = anyKey(useTranslations("tracking.problem"));
  const errorMessage = useErrorMessage();
  const [carrier, setCarrier] = useState("");
  const [numbers, setNumbers] = useState<Readonly<Record<string, string>>>({});
  const [pending, setPending] = useState(false);
  const [notice, setNotice] = useState<string | null>(null);
  const [faults, setFaults] = useState<Faults>({});
  const [shared, setShared] = useState<readonly SharedNumber[]>([]);
  const id = useId();
  const ref = useRef<HTMLFormElement>(null);
  useFocusOnError(ref, faults);
  const firstWrong = orders.find((order) => faults.numbers?.[order.id] !== undefined);
  const parcels = orders.flatMap(({ id }) => {
    const trackingNumber = (numbers[id] ?? "").trim();
    return trackingNumber === "" ? [] : [{ orderId: id, carrier, trackingNumber, trackingUrl: "" }];
  });

  function fillDown(event: ClipboardEvent, at: number): void {
    const text = event.clipboardData.getData("text");
    // A partial number is inserted at the cursor.
    if (!/[\r\n\t]/.test(text)) return;
    event.preventDefault();
    const cells = readPastedColumn(text);
    const pasted = orders.slice(at).flatMap(({ id }, index) => {
      const cell = cells[index];
      return cell === undefined ? [] : [[id, cell.slice(0, MAX_TRACKING_NUMBER_LENGTH)] as const];
    });
    setNumbers((before) => ({ ...before, ...Object.fromEntries(pasted) }));
    setShared([]);
    // More numbers than orders: the assignment may be shifted, so nothing is accepted silently.
    const leftOver = cells.slice(orders.length - at).filter((cell) => cell !== "").length;
    setNotice(leftOver > 0 ? t("left_over", { count: leftOver }) : null);
  }

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    setNotice(carrier.trim() !== "" && parcels.length === 0 ? problems("tracking_number_missing") : null);
    setFaults(carrier.trim() === "" ? { carrier: true } : parcels.length === 0 ? { number: true } : {});
    if (carrier.trim() === "" || parcels.length === 0) return;
    setPending(true);
    const confirmed = shared.map(({ trackingNumber }) => trackingNumber);
    const result = await markManyShippedAction(merchantId, { parcels, confirmed }).catch(() => null);
    setPending(false);
    if (!result?.ok) {
      const wrong = faultsOf(result?.fields ?? {}, parcels);
      setFaults({ numbers: wrong });
      // Field errors appear at their number, all others above the form.
      if (Object.keys(wrong).length > 0) return;
      const code = Object.values(result?.fields ?? {}).find((field) => problems.has(field));
      return setNotice(code === undefined ? errorMessage(result ?? undefined) : problems(code));
    }
    if (result.value.kind === "shared") return setShared(result.value.shared);
    const { shipmentIds, known, missing } = result.value;
    const text = t("recorded", { count: shipmentIds.length, known, missing: missing.length });
    onShipped({ shipmentIds, text: shipmentIds.length > 0 ? `${text} ${t("soon", { seconds: UNDO_SECONDS })}` : text });
  }

  return (
    <Dialog
      open
      onClose={onClose}
      holds={carrier !== "" || parcels.length > 0 ? "input" : undefined}
      title={t("title", { count: orders.length })}
      description={t("text")}
    >
      <form ref={ref} method="post" onSubmit={send} noValidate className="grid gap-4">
        <TextField
          label={t("carrier")}
          error={faults.carrier ? problems("carrier_missing") : null}
          value={carrier}
          list={`${id}-carriers`}
          maxLength={MAX_CARRIER_LENGTH}
          autoComplete="off"
          onChange={(event) => setCarrier(event.target.value)}
        />
        <CarrierNames id={`${id}-carriers`} />
        <ul className="grid gap-2">
          {orders.map((order, index) => {
            const fault = faults.numbers?.[order.id];
            return (
              <li key={order.id} className="grid items-center gap-x-3 gap-y-1 sm:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)]">
                <span className="min-w-0 truncate">
                  <bdi className="font-medium">{order.number}</bdi> <bdi className="text-ink-2">{order.customerName}</bdi>
                </span>
                <Input
                  aria-label={t("number", { number: order.number })}
                  aria-invalid={(faults.number && index === 0) || fault !== undefined || undefined}
                  aria-describedby={fault === undefined ? undefined : `${id}-${order.id}`}
                  placeholder={form("number")}
                  value={numbers[order.id] ?? ""}
                  maxLength={MAX_TRACKING_NUMBER_LENGTH}
                  autoComplete="off"
                  spellCheck={false}
                  className="font-mono"
                  onPaste={(event) => fillDown(event, index)}
                  onChange={(event) => {
                    setNumbers({ ...numbers, [order.id]: event.target.value });
                    setShared([]);
                  }}
                />
                {fault === undefined ? null : (
                  <p
                    id={`${id}-${order.id}`}
                    role={order === firstWrong ? "alert" : undefined}
                    className="text-action-needed text-sm sm:col-start-2"
                  >
                    {problems(problems.has(fault) ? fault : "too_long")}
                  </p>
                )}
              </li>
            );
          })}
        </ul>
        <p className="text-ink-3 text-sm">{t("empty")}</p>
        <SharedNumbers shared={shared} />
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" variant="primary" pending={pending}>
            {shared.length > 0 ? form("submit_shared") : t("submit", { count: parcels.length })}
          </Button>
          <p role="status" className="min-w-0 flex-1 text-action-needed">
            {notice}
          </p>
        </div>
      </form>
    </Dialog>
  );
}
