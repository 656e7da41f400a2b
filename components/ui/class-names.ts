type ClassValue = string | false | null | undefined | readonly ClassValue[];

/**
 * Joins class names without removing any: which of two conflicting classes wins would depend on the style sheet's order. Defaults that a
 * caller may override use `preset:`, which loses against any other class (app/globals.css).
 */
export const cn = (...classes: ClassValue[]): string => classes.flat(9).filter(Boolean).join(" ");
