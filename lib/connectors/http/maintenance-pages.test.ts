import { expect, it } from "vitest";
import { announcesMaintenance } from "@/lib/connectors/http/maintenance-pages";

const page = (title: string, body: string): string => `<html><head><title>${title}</title></head><body>${body}</body></html>`;
const long = "<p>Lorem ipsum dolor sit amet.</p>".repeat(1_000);

it.each([
  page("Maintenance", ""),
  page("Sito in manutenzione", "<h1>Torniamo presto</h1>"),
  page("Sitio en mantenimiento", "<h1>Volvemos pronto</h1>"),
  page("Shop", "<h1>Notre boutique est en cours de maintenance</h1>"),
  page("We'll be back soon", "<p>We are performing maintenance right now</p>"),
  page("Shop", "<p>Our website is currently undergoing scheduled maintenance.</p>"),
  page("Shop", "<p>Sorry, we're down for maintenance.</p>"),
  page("Shop", "<p>The store is closed for maintenance</p>"),
  page("Shop", "<p>Site maintenance is in progress.</p>"),
  page("Shop", "<p>We're doing some maintenance, back in an hour.</p>"),
  page("Shop", "<p>Unser Shop ist zurzeit wegen Wartungsarbeiten nicht erreichbar.</p>"),
  page("Shop", "<p>Der Shop wird gerade gewartet.</p>"),
  page("Shop", "<p>Die Seite ist wegen Wartung geschlossen.</p>"),
  page("Shop", "<h2>Wartung</h2>"),
  page("Shop", "<p>Le site est actuellement en maintenance.</p>"),
  page("Shop", "<p>Site temporairement indisponible pour maintenance</p>"),
  page("Shop", "<p>Une opération de maintenance est en cours.</p>"),
  page("Shop", "<p>Onze webshop is momenteel in onderhoud.</p>"),
  page("Shop", "<p>Wegens onderhoudswerkzaamheden gesloten</p>"),
  page("Shop", "<p>We zijn bezig met onderhoud aan de webshop</p>"),
  page("Shop", "<p>Estamos realizando tareas de mantenimiento.</p>"),
  page("Shop", "<p>La tienda est&aacute; en mantenimiento</p>"),
  page("Shop", "<p>Il sito &egrave; in manutenzione</p>"),
  page("Shop", "<p>Il negozio è temporaneamente chiuso per manutenzione.</p>"),
])("maintenance is announced, whatever the status: %s", (html) => {
  expect(announcesMaintenance(html, 503)).toBe(true);
  expect(announcesMaintenance(html, 200)).toBe(true);
});

it.each([
  page("503 Service Unavailable", "due to maintenance downtime or capacity\nproblems. Please try again later."),
  page("503 Service Temporarily Unavailable", "<hr><center>nginx</center>"),
  '<link rev="made" href="mailto:a@b.example" /><p>Entweder ist der Server überlastet oder wegen Wartungsarbeiten nicht verfügbar.</p>',
  page("Bicis", "<p>Expertos en mantenimiento de piscinas</p>"),
  page("Fietsen", "<p>Een fiets die goedkoop blijft in onderhoud.</p>"),
  page("Giardini", "<p>Tutto per la manutenzione del verde</p>"),
  page("Outillage", "<p>Nos services en maintenance informatique</p>"),
  page("Heizung", "<p>Ersatzteile für Wartung und Pflege</p>"),
  page("Parts", "<p>Maintenance kits, low maintenance gardens</p>"),
])("maintenance is not announced: %s", (html) => {
  expect(announcesMaintenance(html, 503)).toBe(false);
  expect(announcesMaintenance(html, 200)).toBe(false);
});

it.each([
  page("Shop", "<h1>We&rsquo;ll be back soon!</h1>"),
  page("Shop", "<h1>We'll be right back</h1>"),
  page("Coming Soon", "<h1>Something new is on its way</h1>"),
  page("Shop", "<p>Our store is temporarily closed.</p>"),
  page("Shop", "<p>Wir sind gleich wieder da.</p>"),
  page("Shop", "<p>Nous serons de retour bientôt</p>"),
  page("Shop", "<p>We zijn zo terug</p>"),
  page("Shop", "<p>Volvemos en breve</p>"),
  page("Shop", "<p>Torniamo presto</p>"),
])("maintenance is announced only with an error status: %s", (html) => {
  expect(announcesMaintenance(html, 503)).toBe(true);
  expect(announcesMaintenance(html, 200)).toBe(false);
});

it("in a full page with status 200, only the title and words about the site itself announce maintenance", () => {
  expect(announcesMaintenance(page("Shop", `<h2>Wartung</h2>${long}`), 200)).toBe(false);
  expect(announcesMaintenance(page("Shop", `<h2>Wartung</h2>${long}`), 503)).toBe(true);
  expect(announcesMaintenance(page("Sito in manutenzione", long), 200)).toBe(true);
  expect(announcesMaintenance(page("Shop", `<p>This site is under maintenance</p>${long}`), 200)).toBe(true);
});
