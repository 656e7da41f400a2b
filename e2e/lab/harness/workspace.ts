import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** Everything started by one case, stopped in reverse order. */
export class Workspace {
  readonly folder: string;
  private readonly closers: (() => Promise<void> | void)[] = [];

  constructor(name: string) {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), `lab-${name.replace(/\W+/g, "-").slice(0, 24)}-`));
    // Web servers drop root privileges but must still read their files.
    fs.chmodSync(this.folder, 0o755);
  }

  onClose(close: () => Promise<void> | void): void {
    this.closers.push(close);
  }

  /** Writes a file below the folder and returns its path. */
  write(name: string, text: string, mode = 0o644): string {
    const file = path.join(this.folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o755 });
    fs.writeFileSync(file, text, { mode });
    return file;
  }

  makeFolder(name: string, mode = 0o777): string {
    const folder = path.join(this.folder, name);
    fs.mkdirSync(folder, { recursive: true });
    fs.chmodSync(folder, mode);
    return folder;
  }

  async close(): Promise<void> {
    for (const close of this.closers.reverse()) await close();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
