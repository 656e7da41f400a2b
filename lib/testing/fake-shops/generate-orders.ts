import { DAY_MS } from "@/lib/base/units";
import { type CatalogueName, listProducts } from "@/lib/testing/fake-shops/catalogues";
import { type FakeOrder, type FakeOrderLine, type FakeStatus, toWholeSecond } from "@/lib/testing/fake-shops/fake-order";
import { makeAddress } from "@/lib/testing/fake-shops/people";
import { makeRandom, type Random } from "@/lib/testing/fake-shops/random";

export interface OrderSeries {
  count: number;
  /** Orders are placed, and last changed, in [from, to). */
  from: Date;
  to: Date;
  seed: number;
  /** Id of the first order; the others follow one by one. Default 1001. */
  firstId?: number;
  catalogue?: CatalogueName;
  currency?: string;
}

function pickStatus(random: Random, ageMs: number): FakeStatus {
  const share = random.next();
  if (share < 0.04) return "cancelled";
  if (share < 0.06) return "refunded";
  if (share < 0.09) return "on-hold";
  if (share < 0.11) return "pending";
  return ageMs > 2 * DAY_MS || share > 0.8 ? "completed" : "processing";
}

function makeLines(random: Random, catalogue: CatalogueName, orderId: number): FakeOrderLine[] {
  const products = listProducts(catalogue);
  return Array.from({ length: random.pick([1, 1, 1, 2, 2, 3]) }, (_, index) => {
    const product = random.pick(products);
    return {
      id: orderId * 4 + index,
      productId: product.id,
      name: product.name,
      sku: product.sku,
      quantity: random.pick([1, 1, 1, 2, 2, 3, 6]),
      unitPriceCents: product.priceCents,
      weightGrams: product.weightGrams,
      hsCode: product.hsCode,
      originCountry: product.originCountry,
    };
  });
}

const wasPaid = (status: FakeStatus): boolean => status === "processing" || status === "completed" || status === "refunded";

/** Plausible orders of a small shop, deterministic per series: ids and times rise together, times are whole seconds. */
export function generateOrders(series: OrderSeries): FakeOrder[] {
  const random = makeRandom(series.seed);
  const spanMs = series.to.getTime() - series.from.getTime();
  const offsets = Array.from({ length: series.count }, () => random.next() * spanMs).sort((left, right) => left - right);
  const lastMs = series.to.getTime() - 1000;
  return offsets.map((offset, index) => {
    const id = (series.firstId ?? 1001) + index;
    const createdAt = toWholeSecond(new Date(Math.max(series.from.getTime(), Math.min(lastMs, series.from.getTime() + offset))));
    const status = pickStatus(random, series.to.getTime() - createdAt.getTime());
    // Up to nine hours of work on the order, but never past the end of the series.
    const modifiedAt = toWholeSecond(new Date(Math.min(lastMs, createdAt.getTime() + random.between(20, 32_400) * 1000)));
    const billing = makeAddress(random);
    const shipsElsewhere = random.next() < 0.12;
    return {
      id,
      number: String(id),
      status,
      currency: series.currency ?? "EUR",
      billing,
      shipping: shipsElsewhere ? makeAddress(random) : billing,
      lines: makeLines(random, series.catalogue ?? "tea", id),
      shippingCents: random.pick([0, 395, 495, 695]),
      discountCents: random.next() < 0.07 ? 250 : 0,
      customerNote: random.next() < 0.06 ? "Bitte beim Nachbarn abgeben, danke!" : "",
      paymentMethod: random.pick(["ideal", "ideal", "bancontact", "paypal", "invoice"]),
      createdAt,
      modifiedAt,
      paidAt: wasPaid(status) ? createdAt : null,
      completedAt: status === "completed" ? modifiedAt : null,
      notes: [],
      tracks: [],
      meta: [],
      damage: null,
    };
  });
}
