import type { Circuit, GateOperation } from "../circuit/circuit.ts";
import { angleLabel } from "./angle-label.ts";
import { type PlacedOperation, placeOperations } from "./columns.ts";

const rowHeight = 40;
const boxHeight = 28;
const margin = 12;
const nameWidth = 36;
const columnGap = 12;
const letterWidth = 7;

interface Frame {
  readonly qubits: number;
  /** Middle of each column, and its width. */
  readonly centers: readonly number[];
  readonly widths: readonly number[];
  readonly width: number;
}

const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const y = (wire: number): number => margin + rowHeight / 2 + wire * rowHeight;
const line = (x1: number, y1: number, x2: number, y2: number, extra = ""): string =>
  `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"${extra}/>`;
const text = (x: number, at: number, content: string, anchor = "middle"): string =>
  `<text x="${x}" y="${at}" text-anchor="${anchor}" dominant-baseline="central" stroke="none">${escapeXml(content)}</text>`;

const symbols: Readonly<Record<string, string>> = {
  sdg: "S†",
  tdg: "T†",
  sx: "√X",
  sxdg: "√X†",
  gphase: "phase",
};

/** What stands in the box, angles included. */
export function gateLabel({ gate, angles }: GateOperation): string {
  const name = symbols[gate] ?? (/^r/.test(gate) ? `R${gate.slice(1)}` : gate.toUpperCase());
  return angles.length === 0 ? name : `${name}(${angles.map(angleLabel).join(", ")})`;
}

function labelOf({ operation }: PlacedOperation): string {
  if (operation.kind === "gate") return gateLabel(operation);
  return operation.kind === "measure" ? "M" : operation.kind === "reset" ? "|0⟩" : "";
}

function frameOf(circuit: Circuit, placed: readonly PlacedOperation[]): Frame {
  const columns = Math.max(0, ...placed.map(({ column }) => column + 1));
  const widths = new Array<number>(columns).fill(boxHeight);
  for (const each of placed)
    widths[each.column] = Math.max(widths[each.column]!, labelOf(each).length * letterWidth + 12);
  let x = margin + nameWidth;
  const centers = widths.map((width) => {
    const center = x + columnGap + width / 2;
    x += columnGap + width;
    return center;
  });
  return { qubits: circuit.qubits, centers, widths, width: x + columnGap + margin };
}

function box(x: number, top: number, bottom: number, label: string): string {
  const width = Math.max(boxHeight, label.length * letterWidth + 12);
  const height = y(bottom) - y(top) + boxHeight;
  return `<rect x="${x - width / 2}" y="${y(top) - boxHeight / 2}" width="${width}" height="${height}" rx="3" fill="Canvas"/>${text(x, (y(top) + y(bottom)) / 2, label)}`;
}

function cross(x: number, wire: number): string {
  const [size, at] = [6, y(wire)];
  return line(x - size, at - size, x + size, at + size) + line(x - size, at + size, x + size, at - size);
}

function target(x: number, wire: number): string {
  const size = 11;
  return `<circle cx="${x}" cy="${y(wire)}" r="${size}" fill="Canvas"/>${line(x - size, y(wire), x + size, y(wire))}${line(x, y(wire) - size, x, y(wire) + size)}`;
}

const dot = (x: number, wire: number): string =>
  `<circle cx="${x}" cy="${y(wire)}" r="4" fill="currentColor"/>`;

function drawTargets(operation: GateOperation, x: number): string {
  const { gate, targets, controls } = operation;
  const label = gateLabel(operation);
  if (gate === "swap") return targets.map((wire) => cross(x, wire)).join("");
  if (gate === "x" && controls.length > 0) return target(x, targets[0]!);
  if (gate === "z" && controls.length > 0) return dot(x, targets[0]!);
  // Boxes stand on their own qubits only; the line between them says that they are one gate.
  if (targets.length > 0) return targets.map((wire) => box(x, wire, wire, label)).join("");
  return text(x, margin / 2 + 2, label);
}

function drawOperation({ operation, column, top, bottom }: PlacedOperation, frame: Frame): string {
  const x = frame.centers[column]!;
  const link = top === bottom ? "" : line(x, y(top), x, y(bottom));
  switch (operation.kind) {
    case "gate":
      return link + operation.controls.map((wire) => dot(x, wire)).join("") + drawTargets(operation, x);
    case "measure":
      return `${link}${box(x, top, top, "M")}${text(x + 10, y(frame.qubits) + 12, String(operation.bit))}`;
    case "reset":
      return box(x, top, top, "|0⟩");
    case "barrier":
      return line(x, y(top) - rowHeight / 2, x, y(bottom) + rowHeight / 2, ' stroke-dasharray="4 3"');
  }
}

function drawWires({ qubits, bits }: Circuit, { width }: Frame): string {
  const from = margin + nameWidth;
  const wires = Array.from({ length: qubits }, (_, wire) =>
    [text(from - 8, y(wire), `q${wire}`, "end"), line(from, y(wire), width - margin, y(wire))].join(""),
  );
  if (bits > 0)
    wires.push(
      text(from - 8, y(qubits), "c", "end"),
      line(from, y(qubits) - 2, width - margin, y(qubits) - 2),
      line(from, y(qubits) + 2, width - margin, y(qubits) + 2),
    );
  return `<g class="wires">${wires.join("")}</g>`;
}

/**
 * The circuit as an SVG image: qubit 0 on top, time to the right, controls as dots, one double line for all classical
 * bits with the number of the bit beside each measurement. Colours follow the page (`currentColor`, `Canvas`).
 * Each operation is a group with `data-operation` (its place in `operations`) and `data-column`.
 */
export function drawCircuit(circuit: Circuit): string {
  const placed = placeOperations(circuit);
  const frame = frameOf(circuit, placed);
  const height = y(circuit.qubits + (circuit.bits > 0 ? 1 : 0)) - rowHeight / 2 + margin;
  const groups = placed.map((each, index) => {
    const title = labelOf(each) || each.operation.kind;
    const drawn = drawOperation(each, frame);
    return `<g data-operation="${index}" data-column="${each.column}"><title>${escapeXml(title)}</title>${drawn}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${frame.width} ${height}" width="${frame.width}" height="${height}" role="img" aria-label="Circuit of ${circuit.qubits} qubits" font-family="system-ui, sans-serif" font-size="12" fill="currentColor">`,
    '<g stroke="currentColor" stroke-width="1">',
    drawWires(circuit, frame),
    ...groups,
    "</g>",
    "</svg>",
  ].join("\n");
}
