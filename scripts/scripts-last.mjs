// Scripts of a page run when it stands there: before, they would take the time in which it is drawn. They are fetched meanwhile.

const SCRIPT = /<script src="([^"]+)"(?: async="")?( nonce="[^"]*")?(?: async="")?><\/script>/g;
const CLOSING = "</body></html>";

/**
 * The same document with its asynchronous scripts at the end, and in their place what has them fetched. One that does not come whole keeps them
 * where they are: what comes late shall not hold them up.
 * @param {string} text a document, one character for each byte
 */
export function scriptsLast(text) {
  if (!text.endsWith(CLOSING)) return text;
  /** @type {string[]} */
  const scripts = [];
  const emptied = text.slice(0, -CLOSING.length).replace(SCRIPT, (script, address, nonce = "") => {
    if (!script.includes(' async=""')) return script;
    scripts.push(script);
    const isFetched = text.includes(` href="${address}"`);
    return isFetched ? "" : `<link rel="preload" as="script" fetchPriority="low"${nonce} href="${address}"/>`;
  });
  return emptied + scripts.join("") + CLOSING;
}
