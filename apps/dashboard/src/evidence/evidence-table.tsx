import { Button, Table, Text, UnstyledButton } from "@mantine/core";
import type { EvidenceView } from "@qtwin/api";
import { Fragment, useState } from "react";
import { formatInstant } from "../format.ts";
import { formatEnergy, formatProbability, formatWall } from "../quantum/figures.ts";
import { useSite } from "../site-context.ts";
import { type SortColumn, type Sorting, sorted, verdictWords } from "./ledger.ts";

const heads: readonly { readonly by: SortColumn; readonly name: string; readonly right?: boolean }[] = [
  { by: "ended", name: "Ended" },
  { by: "class", name: "Class" },
  { by: "model", name: "Model" },
  { by: "qubits", name: "Qubits", right: true },
  { by: "objective", name: "Objective", right: true },
  { by: "seconds", name: "Time", right: true },
  { by: "tts", name: "Time to 99 %", right: true },
];
/** Cells of figures, which stay on one line with their unit. */
const figure = { ta: "right", style: { whiteSpace: "nowrap" } } as const;
const columnCount = heads.length + 3;

/** All runs, sorted by what is clicked, each with its controls to unfold. */
export function EvidenceTable({ entries }: { readonly entries: readonly EvidenceView[] }) {
  const [sorting, setSorting] = useState<Sorting>({ by: "ended", ascending: false });
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const toggle = (number: number) => {
    const next = new Set(open);
    if (!next.delete(number)) next.add(number);
    setOpen(next);
  };
  return (
    <Table.ScrollContainer minWidth={980} type="native" tabIndex={0} role="region" aria-label="Runs">
      <Table>
        <Table.Thead>
          <Table.Tr>
            {heads.map((head) => (
              <SortHead key={head.by} head={head} sorting={sorting} onSort={setSorting} />
            ))}
            <Table.Th ta="right">Success of a shot</Table.Th>
            <Table.Th>Against plain solvers</Table.Th>
            <Table.Th>Controls</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sorted(entries, sorting).map((entry) => (
            <Fragment key={entry.number}>
              <RunRow entry={entry} isOpen={open.has(entry.number)} onToggle={() => toggle(entry.number)} />
              {open.has(entry.number) && <ControlRow entry={entry} />}
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function SortHead(props: {
  readonly head: (typeof heads)[number];
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
}) {
  const { head, sorting, onSort } = props;
  const isActive = sorting.by === head.by;
  const direction = sorting.ascending ? "ascending" : "descending";
  return (
    <Table.Th ta={head.right ? "right" : "left"} aria-sort={isActive ? direction : "none"}>
      <UnstyledButton
        fz="sm"
        fw={700}
        onClick={() => onSort({ by: head.by, ascending: isActive ? !sorting.ascending : true })}
      >
        {head.name} <span aria-hidden="true">{isActive ? (sorting.ascending ? "▲" : "▼") : "↕"}</span>
      </UnstyledButton>
    </Table.Th>
  );
}

function RunRow(props: {
  readonly entry: EvidenceView;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}) {
  const { entry, isOpen, onToggle } = props;
  const { zone } = useSite();
  const { evidence, verdict } = entry;
  return (
    <Table.Tr data-verdict={verdict.kind}>
      <Table.Td>{formatInstant(entry.atMs, zone)}</Table.Td>
      <Table.Td>{evidence.problemClass}</Table.Td>
      <Table.Td>
        {evidence.model.name}
        <Text size="xs" c="dimmed">
          {methodText(evidence)}
        </Text>
      </Table.Td>
      <Table.Td {...figure}>{evidence.qubits}</Table.Td>
      <Table.Td {...figure}>{objectiveText(evidence.objective)}</Table.Td>
      <Table.Td {...figure}>{secondsText(evidence.seconds.total)}</Table.Td>
      <Table.Td {...figure}>{secondsText(evidence.timeToSolutionS)}</Table.Td>
      <Table.Td {...figure}>
        {shareText(evidence.observedSuccess?.probability)}
        <Text size="xs" c="dimmed">
          predicted {shareText(evidence.predictedSuccess)}
        </Text>
      </Table.Td>
      <Table.Td>
        {verdictWords[verdict.kind]}
        {verdict.control !== null && (
          <Text size="xs" c="dimmed">
            {verdict.sentence}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Button size="compact-sm" variant="default" aria-expanded={isOpen} onClick={onToggle}>
          {isOpen ? "Hide" : "Show"}
          <span className="visually-hidden">{` controls of ${evidence.model.name}, run ${entry.number}`}</span>
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}

function ControlRow({ entry: { evidence } }: { readonly entry: EvidenceView }) {
  return (
    <Table.Tr>
      <Table.Td colSpan={columnCount}>
        <Controls evidence={evidence} />
      </Table.Td>
    </Table.Tr>
  );
}

/** What each control gave with the same post-processing, and what the circuit would take. */
export function Controls({ evidence }: Pick<EvidenceView, "evidence">) {
  const { reference, resources, postProcessing } = evidence;
  return (
    <>
      <Table.ScrollContainer minWidth={680} type="native" tabIndex={0} role="region" aria-label="Controls">
        <Table withRowBorders={false} verticalSpacing={2} maw={860}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Control</Table.Th>
              <Table.Th ta="right">Objective</Table.Th>
              <Table.Th ta="right">Time to its best</Table.Th>
              <Table.Th ta="right">Work</Table.Th>
              <Table.Th ta="right">Success of a start</Table.Th>
              <Table.Th ta="right">Time to 99 %</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {evidence.controls.map((control) => (
              <Table.Tr key={control.method}>
                <Table.Td>{control.method}</Table.Td>
                <Table.Td {...figure}>{objectiveText(control.objective)}</Table.Td>
                <Table.Td {...figure}>{secondsText(control.secondsToBest)}</Table.Td>
                <Table.Td
                  {...figure}
                >{`${control.evaluations.toLocaleString()} ${control.evaluationUnit}`}</Table.Td>
                <Table.Td {...figure}>{shareText(control.success?.probability)}</Table.Td>
                <Table.Td {...figure}>{secondsText(control.timeToSolutionS)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" c="dimmed">
        {referenceText(reference)} All methods end with {postProcessing}. {resourceText(resources)}
      </Text>
    </>
  );
}

type Run = EvidenceView["evidence"];

const methodText = ({ method, layers, shots, device }: Run): string =>
  `${method}${layers === null ? "" : `, ${layers} layers`}, ${shots.toLocaleString()} shots, ${device}`;
const objectiveText = (objective: number | null): string =>
  objective === null ? "none" : formatEnergy(objective);
const secondsText = (seconds: number | null): string => (seconds === null ? "–" : formatWall(seconds * 1000));
const shareText = (probability: number | null | undefined): string =>
  probability === null || probability === undefined ? "–" : formatProbability(probability);

const referenceText = (reference: Run["reference"]): string =>
  reference === null
    ? "No reference is known."
    : `Reference: ${formatEnergy(reference.objective)}, ${reference.certified ? "proven" : "best known"}, from ${reference.source}.`;

const resourceText = (resources: Run["resources"]): string =>
  resources === null
    ? "Fault-tolerant resources were not estimated."
    : `On fault-tolerant hardware one shot would take ${resources.physicalQubits.toLocaleString()} physical qubits and ${formatWall(resources.runtimeS * 1000)} (${resources.tool} ${resources.toolVersion}).`;
