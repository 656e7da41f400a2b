// Bundlers may give pages and the process's entry point separate copies of a module, and Next's development server reloads modules.
const shared = globalThis as typeof globalThis & { mooring?: Map<string, unknown> };
shared.mooring ??= new Map();
const values = shared.mooring;

/** A value that exists once per process, however often its module is loaded. */
export function processWide<Value>(name: string, create: () => Value) {
  return {
    get(): Value {
      if (!values.has(name)) values.set(name, create());
      return values.get(name) as Value;
    },
    /** Removes the value: the next use creates a new one. */
    take(): Value | undefined {
      const value = values.get(name) as Value | undefined;
      values.delete(name);
      return value;
    },
  };
}
