/** Whether JSON is truncated: a bracket or string is never closed. Ignores what follows a complete value. */
export function breaksOff(text: string): boolean {
  let depth = 0;
  let isText = false;
  for (let at = text.search(/[[{]/); at >= 0 && at < text.length; at += 1) {
    const character = text[at];
    if (isText && character === "\\") at += 1;
    else if (character === '"') isText = !isText;
    else if (isText) continue;
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 0) return false;
    }
  }
  return depth > 0;
}

/** The prolog of an XML document: the declaration and no text. */
const DECLARATION = /^<\?xml[^<>]{0,1000}\?>/;

/** Whether XML with a declaration ends before its root element does. Ignores what follows. */
export function xmlBreaksOff(text: string): boolean {
  const declaration = DECLARATION.exec(text)?.[0];
  if (declaration === undefined) return !text.includes(">");
  const root = /<([a-z_][\w:.-]*)([^<>]*)(>?)/i.exec(text.slice(declaration.length));
  if (root === null || root[3] === "") return true;
  if (root[2]?.endsWith("/")) return false;
  const end = text.lastIndexOf(`</${root[1]}`);
  return end < 0 || !/^\s*>/.test(text.slice(end + `</${root[1]}`.length, end + 1_000));
}
