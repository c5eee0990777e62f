/** Tables for a terminal, and the lines that tell what they were measured on. */
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import type { Goal, Table } from './bench';

export function renderTable({ title, note, columns, rows }: Table): string {
  const cells = rows.map((row) => row.map((cell) => cell ?? '–'));
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  // The first column names the row; figures stand below each other at the right.
  const line = (row: readonly string[]) =>
    `| ${row
      .map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0)))
      .join(' | ')} |`;
  const rule = `|${widths.map((width, index) => (index === 0 ? `${'-'.repeat(width + 2)}` : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [`### ${title}`, '', note, '', line(columns), rule, ...cells.map(line), ''].join('\n');
}

export function renderGoals(goals: readonly Goal[]): string {
  return renderTable({
    title: 'Goals',
    note: 'A goal that is missed ends the command with status 1.',
    columns: ['goal', 'measured', 'limit', 'verdict'],
    rows: goals.map(({ what, measured, limit, met }) => [what, measured, limit, met ? 'met' : 'MISSED']),
  });
}

export function describeMachine(): string {
  const processors = cpus();
  return [
    `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}`,
    `${Math.round(totalmem() / 1024 ** 3)} GiB`,
    `${platform()} ${release()}`,
    `Node ${process.version}`,
    `load ${loadavg()[0]?.toFixed(2)} at the start`,
  ].join(', ');
}

export function milliseconds(value: number): string {
  if (Math.abs(value) >= 10_000) return `${(value / 1000).toFixed(1)} s`;
  return `${Math.round(value)} ms`;
}
