type ClassValue = string | false | null | undefined | readonly ClassValue[];

/**
 * Joins class names without removing any: contradicting classes would depend on the order of the style sheet. Defaults that a caller may
 * override use `preset:` and lose against any other class (app/globals.css).
 */
export const cn = (...classes: ClassValue[]): string => classes.flat(9).filter(Boolean).join(" ");
