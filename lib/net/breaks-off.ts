/** Whether JSON ends before its end: a bracket or a text that was opened is never closed. What follows a whole value is not looked at. */
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
