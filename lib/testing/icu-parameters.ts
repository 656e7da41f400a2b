/**
 * The arguments and tags of an ICU message, sorted, without the words in its plural and select branches.
 * Quoted braces ('{') are text.
 */
export function icuParameters(message: string): string[] {
  const found = new Set<string>();
  let at = 0;

  const readUntil = (ends: string): string => {
    const start = at;
    while (at < message.length && !ends.includes(message[at] ?? "")) at += 1;
    return message.slice(start, at).trim();
  };

  function readArgument(): void {
    found.add(readUntil(",}"));
    if (message[at] === ",") {
      at += 1;
      const type = readUntil(",}");
      if (message[at] === ",") at += 1;
      if (/^(plural|select|selectordinal)$/.test(type)) {
        for (readUntil("{}"); message[at] === "{"; readUntil("{}")) {
          at += 1;
          readText();
        }
      } else readUntil("}");
    }
    at += 1;
  }

  function readText(): void {
    for (; at < message.length; at += 1) {
      const sign = message[at];
      if (sign === "}") {
        at += 1;
        return;
      }
      const tag = sign === "<" ? /^<(\w+)>/.exec(message.slice(at))?.[1] : undefined;
      if (tag) found.add(tag);
      if (sign === "'" && /[{}]/.test(message[at + 1] ?? "")) at = message.indexOf("'", at + 1);
      if (sign === "{") {
        at += 1;
        readArgument();
        at -= 1;
      }
    }
  }

  readText();
  return [...found].sort();
}
