import { trimSlashes } from "@/lib/base/trim-end";

/** The webservice page of the back office to which a URL belongs; null if the URL has no folder. */
export function webservicePage(address: string): string | null {
  const text = address.trim();
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  const { origin, pathname } = new URL(text);
  // Everything after index.php is a page; before it is the folder.
  const folder = trimSlashes(pathname.replace(/\/index\.php(?:\/.*)?$/s, ""));
  return folder === "" ? null : `${origin}${folder}/index.php?controller=AdminWebservice`;
}
