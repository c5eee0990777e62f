import { useState } from 'react';
import { steadyRows, type SteadyRows } from './steady-rows';

export interface Selection<Row> extends SteadyRows<Row> {
  selected: ReadonlySet<string>;
  toggle: (id: string) => void;
  toggleAll: () => void;
  clear: () => void;
}

/** Selected rows stay where they are while the list behind them goes on. */
export function useSelection<Row extends { id: string }>(now: readonly Row[]): Selection<Row> {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [held, setHeld] = useState<readonly Row[] | null>(null);
  const steady = steadyRows(held, now);
  const select = (ids: ReadonlySet<string>) => {
    setSelected(ids);
    if (ids.size === 0) setHeld(null);
    else setHeld(steady.rows);
  };
  return {
    ...steady,
    selected,
    toggle: (id) => {
      const ids = new Set(selected);
      if (!ids.delete(id)) ids.add(id);
      select(ids);
    },
    toggleAll: () =>
      select(selected.size === steady.rows.length ? new Set() : new Set(steady.rows.map(({ id }) => id))),
    clear: () => select(new Set()),
  };
}
