import PDFDocument from "pdfkit";
import { type Face, loadFonts, type Printable } from "@/lib/operations/reports/pdf/fonts";

/** Points; A4 is 595 by 842. */
const MARGIN = { top: 48, bottom: 56, left: 48, right: 48 };
const PAD = 8;

const COLOURS = {
  ink: "#1d1b18",
  quiet: "#55504a",
  line: "#d3cec7",
  sunken: "#f5f3f0",
  healthy: "#1b6b3c",
  healthy_soft: "#e3f2e8",
  action_needed: "#b0281f",
  action_needed_soft: "#fdecea",
  recovering: "#865300",
  recovering_soft: "#fdf3df",
} as const;
export type Colour = keyof typeof COLOURS;

export interface TextStyle {
  face?: Face;
  size?: number;
  colour?: Colour;
  /** Left edge and width; defaults to the whole sheet. */
  x?: number;
  width?: number;
  below?: number;
}

type Document = InstanceType<typeof PDFDocument>;

/** Without ligatures, so that "--" can be copied from the document. fontkit accepts a table of features as well as a list. */
const NO_LIGATURES = { liga: false, clig: false, calt: false, dlig: false } as unknown as PDFKit.Mixins.OpenTypeFeatures[];
const lettersOf = (face: Face) => (face === "mono" ? { features: NO_LIGATURES } : {});

/** A tagged A4 document, written from top to bottom. Every text is part of the structure that screen readers follow. */
export class Sheet {
  readonly left = MARGIN.left;
  private root: ReturnType<Document["struct"]>;

  private constructor(
    private readonly document: Document,
    private readonly printable: Printable,
  ) {
    this.root = document.struct("Document");
    document.addStructure(this.root);
  }

  static async open({ title, subject, lang }: Record<"title" | "subject" | "lang", string>): Promise<Sheet> {
    const document = new PDFDocument({
      size: "A4",
      margins: MARGIN,
      pdfVersion: "1.7",
      tagged: true,
      displayTitle: true,
      lang,
      bufferPages: true,
      info: { Title: title, Subject: subject, Author: "Mooring", Creator: "Mooring" },
    });
    return new Sheet(document, await loadFonts(document));
  }

  get width(): number {
    return this.document.page.width - MARGIN.left - MARGIN.right;
  }

  private get spaceLeft(): number {
    return this.document.page.height - MARGIN.bottom - this.document.y;
  }

  /** Runs `draw` as one element of the document's structure. */
  private tag(type: string, draw: () => void): void {
    this.root.add(this.document.struct(type, {}, draw));
  }

  private write(text: string, { face = "regular", size = 9.5, colour = "ink", x = this.left, width = this.width }: TextStyle): void {
    const { document } = this;
    document
      .fillColor(COLOURS[colour])
      .font(face)
      .fontSize(size)
      .text(this.printable(face, text), x, document.y, { width, lineGap: size * 0.25, ...lettersOf(face) });
  }

  private heightOf(text: string, { face = "regular", size = 9.5, width = this.width }: TextStyle): number {
    return this.document
      .font(face)
      .fontSize(size)
      .heightOfString(this.printable(face, text), { width, lineGap: size * 0.25, ...lettersOf(face) });
  }

  keep(points: number): void {
    if (this.spaceLeft < points) this.document.addPage();
  }

  space(points: number): void {
    this.document.y += points;
  }

  text(text: string, style: TextStyle & { tag?: string } = {}): void {
    if (text === "") return;
    this.tag(style.tag ?? "P", () => this.write(text, style));
    this.space(style.below ?? 4);
  }

  heading(text: string, level: 1 | 2 | 3): void {
    const size = { 1: 17, 2: 13, 3: 11 }[level];
    if (level > 1) this.space(8);
    // Keeps a heading together with the first lines below it.
    this.keep(this.heightOf(text, { face: "strong", size }) + 60);
    this.text(text, { face: "strong", size, tag: `H${level}`, below: level === 1 ? 6 : 3 });
  }

  notice(title: string, text: string, colour: "healthy" | "action_needed" | "recovering"): void {
    const width = this.width - 2 * PAD;
    const height = this.heightOf(title, { face: "strong", width }) + this.heightOf(text, { width }) + 2 * PAD;
    this.keep(height);
    const top = this.document.y;
    this.fillBox(this.left, top, this.width, height, `${colour}_soft`);
    this.document.y = top + PAD;
    this.tag("P", () => this.write(title, { face: "strong", colour, x: this.left + PAD, width }));
    this.tag("P", () => this.write(text, { x: this.left + PAD, width }));
    this.document.y = top + height + 8;
  }

  facts(facts: readonly (readonly [string, string])[]): void {
    const nameWidth = 90;
    for (const [name, value] of facts) {
      const style = { x: this.left + nameWidth, width: this.width - nameWidth };
      this.keep(this.heightOf(value, style));
      const top = this.document.y;
      this.tag("P", () => {
        this.write(name, { colour: "quiet", width: nameWidth - 8 });
        this.document.y = top;
        this.write(value, style);
      });
      this.space(1);
    }
    this.space(6);
  }

  /** Boxes side by side. Each row is a name and a value, marked where it differs. */
  boxes(
    boxes: readonly {
      title: string;
      colour: "healthy" | "action_needed";
      rows: readonly { name: string; value: string; marked: boolean }[];
    }[],
  ): void {
    const gap = 10;
    const width = (this.width - gap * (boxes.length - 1)) / boxes.length;
    const nameWidth = 62;
    const valueStyle = { face: "mono", size: 8, width: width - nameWidth - 2 * PAD } as const;
    const heights = boxes.map(({ rows }) => rows.reduce((sum, { value }) => sum + this.heightOf(value, valueStyle) + 4, 2 * PAD + 16));
    const height = Math.max(...heights);
    this.keep(height);
    const top = this.document.y;
    boxes.forEach((box, index) => {
      const x = this.left + index * (width + gap);
      this.fillBox(x, top, width, height, "sunken");
      this.document.y = top + PAD;
      this.tag("P", () => this.write(box.title, { face: "strong", size: 9, colour: box.colour, x: x + PAD, width: width - 2 * PAD }));
      this.document.y = top + PAD + 16;
      for (const { name, value, marked } of box.rows) {
        const rowTop = this.document.y;
        const rowHeight = this.heightOf(value, valueStyle);
        if (marked) this.fillBox(x + PAD + nameWidth - 3, rowTop - 2, valueStyle.width + 6, rowHeight + 2, `${box.colour}_soft`);
        this.tag("P", () => {
          this.write(name, { size: 8, colour: "quiet", x: x + PAD, width: nameWidth - 4 });
          this.document.y = rowTop;
          this.write(value, { ...valueStyle, x: x + PAD + nameWidth, colour: marked ? box.colour : "ink" });
        });
        this.document.y = rowTop + rowHeight + 4;
      }
    });
    this.document.y = top + height + 8;
  }

  /** Text to copy. The background is omitted if the text is longer than a page. */
  code(code: string, caption: string): void {
    const style = { face: "mono", size: 7.5, x: this.left + PAD, width: this.width - 2 * PAD } as const;
    const captionHeight = caption === "" ? 0 : this.heightOf(caption, { size: 8.5 }) + 3;
    const height = this.heightOf(code, style) + 2 * PAD;
    const fitsOnAPage = captionHeight + height < this.document.page.height - MARGIN.top - MARGIN.bottom;
    this.keep(fitsOnAPage ? captionHeight + height : 120);
    if (caption !== "") this.text(caption, { size: 8.5, colour: "quiet", below: 3 });
    const top = this.document.y;
    if (fitsOnAPage) this.fillBox(this.left, top, this.width, height, "sunken");
    this.document.y = top + PAD;
    this.tag("Code", () => this.write(code, style));
    if (fitsOnAPage) this.document.y = top + height;
    this.space(8);
  }

  /** Decorative, hence an artifact outside the document structure. */
  private fillBox(x: number, y: number, width: number, height: number, colour: Colour): void {
    this.document.markContent("Artifact", { type: "Layout" });
    this.document.roundedRect(x, y, width, height, 4).fill(COLOURS[colour]);
    this.document.endMarkedContent();
  }

  /** Writes the footer of every page and returns the finished document. `footer` receives page number and page count. */
  async end(footer: (page: number, pages: number) => string): Promise<Uint8Array<ArrayBuffer>> {
    const { document } = this;
    this.root.end();
    const { start, count } = document.bufferedPageRange();
    for (let index = 0; index < count; index += 1) {
      document.switchToPage(start + index);
      document.markContent("Artifact", { type: "Pagination" });
      // pdfkit would start a new page for text below the margin.
      document.page.margins.bottom = 0;
      document.y = document.page.height - MARGIN.bottom + 20;
      this.write(footer(index + 1, count), { size: 7.5, colour: "quiet" });
      document.endMarkedContent();
    }
    const chunks: Uint8Array[] = [];
    const ended = new Promise<void>((resolve, reject) => {
      document.on("data", (chunk: Uint8Array) => chunks.push(chunk));
      document.on("end", resolve);
      document.on("error", reject);
    });
    document.end();
    await ended;
    return new Uint8Array(Buffer.concat(chunks));
  }
}
