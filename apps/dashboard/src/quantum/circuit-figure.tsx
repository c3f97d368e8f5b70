import { type Circuit, drawCircuit } from "@qtwin/quantum";
import { useEffect, useMemo, useRef } from "react";

/** The drawing of a circuit; it scrolls sideways, also by keyboard. */
export function CircuitFigure({ circuit }: { readonly circuit: Circuit }) {
  const host = useRef<HTMLElement>(null);
  const drawing = useMemo(() => drawCircuit(circuit), [circuit]);
  useEffect(() => {
    const { documentElement } = new DOMParser().parseFromString(drawing, "image/svg+xml");
    host.current?.replaceChildren(documentElement);
  }, [drawing]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section ref={host} className="circuit" aria-label="Circuit" tabIndex={0} />
  );
}
