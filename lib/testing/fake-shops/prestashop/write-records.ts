import type { PrestaRecord } from "@/lib/testing/fake-shops/prestashop/records";

// Records as XML: every value in CDATA, languages and associations as separate elements, links to what an id refers to.

const LINKS: Readonly<Record<string, string>> = {
  id_address_delivery: "addresses",
  id_address_invoice: "addresses",
  id_cart: "carts",
  id_currency: "currencies",
  id_lang: "languages",
  id_customer: "customers",
  id_carrier: "carriers",
  id_order: "orders",
  id_country: "countries",
  current_state: "order_states",
  product_id: "products",
};

const isRow = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

function writeField(name: string, value: unknown, origin: string): string {
  if (name === "associations") return "";
  if (Array.isArray(value))
    return `\t<${name}>${value.map((item) => `<language id="${isRow(item) ? item["id"] : ""}"><![CDATA[${isRow(item) ? item["value"] : ""}]]></language>`).join("")}</${name}>\n`;
  const resource = LINKS[name];
  const link = resource ? ` xlink:href="${origin}/api/${resource}/${value}"` : "";
  return `\t<${name}${link}><![CDATA[${value ?? ""}]]></${name}>\n`;
}

const writeAssociations = (record: Record<string, unknown>, origin: string): string => {
  const associations = record["associations"];
  if (!isRow(associations)) return "";
  const lists = Object.entries(associations).map(([name, rows]) => {
    const singular = name.replace(/s$/, "");
    const items = Array.isArray(rows) ? rows : [];
    const written = items.map(
      (row) =>
        `\t<${singular}>\n${Object.entries(Object(row))
          .map(([field, value]) => writeField(field, value, origin))
          .join("")}\t</${singular}>\n`,
    );
    return `<${name} nodeType="${singular}" virtualEntity="true">\n${written.join("")}</${name}>\n`;
  });
  return `<associations>\n${lists.join("")}</associations>\n`;
};

export const writeRecordXml = (singular: string, record: Record<string, unknown>, origin: string): string =>
  `<${singular}>\n${Object.entries(record)
    .map(([name, value]) => writeField(name, value, origin))
    .join("")}${writeAssociations(record, origin)}</${singular}>\n`;

/** A list without `display` contains only ids and links. */
export const writeIdsXml = (resource: string, singular: string, records: readonly PrestaRecord[], origin: string): string =>
  `<${resource}>\n${records.map(({ id }) => `<${singular} id="${id}" xlink:href="${origin}/api/${resource}/${id}"/>\n`).join("")}</${resource}>\n`;
