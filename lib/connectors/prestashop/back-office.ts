/** The webservice page of the back office that an address belongs to; null where it is no address in a folder. */
export function webservicePage(address: string): string | null {
  const text = address.trim();
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  const { origin, pathname } = new URL(text);
  // Everything behind index.php is a page; before it is the folder.
  const folder = pathname.replace(/\/index\.php(?:\/.*)?$/, "").replace(/\/+$/, "");
  return folder === "" ? null : `${origin}${folder}/index.php?controller=AdminWebservice`;
}
