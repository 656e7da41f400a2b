/** A product of a made-up shop. Price in cents, weight in grams, HS code for customs. */
export interface Product {
  id: number;
  name: string;
  sku: string;
  priceCents: number;
  weightGrams: number;
  hsCode: string;
  originCountry: string;
}

type Row = readonly [name: string, sku: string, priceCents: number, weightGrams: number, hsCode: string, originCountry: string];

const rows = {
  tea: [
    ["Earl Grey, loose, 100 g", "TEA-EARL-100", 795, 120, "090240", "LK"],
    ["Sencha Makinohara, 100 g", "TEA-SENCHA-100", 1450, 120, "090210", "JP"],
    ["Rooibos vanilla, 250 g", "TEA-ROOIB-250", 995, 280, "121190", "ZA"],
    ["Cast-iron teapot 0.8 l", "POT-IRON-08", 5495, 1850, "732392", "JP"],
    ["Tea strainer, stainless", "ACC-STRAIN-01", 650, 45, "732393", "DE"],
    ["Gift box “Winter”", "BOX-WINTER-26", 2995, 740, "210690", "NL"],
  ],
  bicycle: [
    ["Chain 9-speed", "CHN-09-116", 2195, 290, "731511", "TW"],
    ["Brake pads, pair", "BRK-PAD-R55", 1290, 40, "871494", "DE"],
    ["Tyre 700×32C", "TYR-700-32", 3490, 480, "401150", "IN"],
    ["LED front light 80 lux", "LGT-F80-USB", 6995, 130, "851210", "CN"],
    ["Saddle bag waxed cotton", "BAG-SDL-WAX", 8950, 620, "420292", "PT"],
    ["Bell, brass", "BEL-BRS-01", 1695, 95, "830610", "JP"],
    ['Inner tube 28"', "TUB-28-SV", 595, 150, "401320", "CN"],
  ],
  garden: [
    ["Tomato seeds “Harzfeuer”", "SEED-TOM-HF", 345, 12, "120991", "DE"],
    ["Secateurs, bypass", "TOOL-SEC-BP", 3895, 270, "820150", "DE"],
    ["Terracotta pot Ø 24 cm", "POT-TC-24", 1450, 2900, "691410", "IT"],
    ["Lavender “Hidcote”, P9", "PLT-LAV-P9", 425, 550, "060290", "NL"],
    ["Watering can 9 l, zinc", "CAN-ZN-09", 2995, 1650, "732690", "PL"],
    ["Tulip bulbs, 25 mixed", "BULB-TUL-25", 1195, 600, "060110", "NL"],
  ],
  kids: [
    ["Wooden train set, 42 pieces", "TOY-TRAIN-42", 4995, 2100, "950300", "DE"],
    ["Rain jacket, size 104", "CLO-RAIN-104", 5495, 310, "621040", "CN"],
    ["Picture book “De kleine zeilboot”", "BOK-ZEIL-NL", 1599, 420, "490300", "NL"],
    ["Water bottle 350 ml", "BTL-350-FOX", 1895, 180, "732393", "CN"],
    ["Puzzle 100 pieces, map", "PUZ-100-MAP", 1450, 520, "950300", "PL"],
  ],
} as const satisfies Record<string, readonly Row[]>;

export type CatalogueName = keyof typeof rows;

const toProduct = ([name, sku, priceCents, weightGrams, hsCode, originCountry]: Row, index: number): Product => ({
  id: 201 + index,
  name,
  sku,
  priceCents,
  weightGrams,
  hsCode,
  originCountry,
});

export function listProducts(name: CatalogueName): readonly [Product, ...Product[]] {
  const [first, ...others] = rows[name];
  return [toProduct(first, 0), ...others.map((row, index) => toProduct(row, index + 1))];
}
