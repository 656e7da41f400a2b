type ClassValue = string | false | null | undefined | readonly ClassValue[];

/**
 * Joins class names. Nothing is taken out: of two that contradict each other the style sheet's order decides, so none may. What a primitive
 * lets its caller decide stands under `preset:` and gives way to every other class (app/globals.css); class-names.test.ts holds the rest.
 */
export const cn = (...classes: ClassValue[]): string => classes.flat(9).filter(Boolean).join(" ");
