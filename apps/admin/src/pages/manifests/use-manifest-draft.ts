import { useDebouncedValue } from '@mantine/hooks';
import type { ManifestIssue } from '@postern/client';
import { useMemo, useState } from 'react';
import { type Finding, findingsOf, manifestText, mistakeOf, type ManifestText } from './manifest-findings';
import { useManifestCheck } from './manifest-queries';

/** While somebody types nothing is asked. */
const PAUSE_MS = 500;

export type DraftState =
  | { kind: 'no_json' }
  | { kind: 'checking' }
  | { kind: 'checked'; valid: boolean }
  | { kind: 'unchecked'; error: unknown; retry: () => void };

export interface ManifestDraft extends ManifestText {
  setText: (text: string) => void;
  findings: readonly Finding[];
  state: DraftState;
  /** Issues of a refused store: shown until the text changes. */
  refuse: (issues: ManifestIssue[]) => void;
}

/** The text of a manifest that somebody writes, with all that is wrong with it and where. */
export function useManifestDraft(initial: string): ManifestDraft {
  const [text, setText] = useState(initial);
  const [refused, setRefused] = useState<{ text: string; issues: ManifestIssue[] } | null>(null);
  const now = useMemo(() => manifestText(text), [text]);
  const [settled] = useDebouncedValue(now, PAUSE_MS);
  const check = useManifestCheck(settled.manifest);
  const mistake = useMemo(() => mistakeOf(now), [now]);
  const isSettled = settled.text === text;
  const issues = useMemo(() => {
    const found = isSettled ? (check.data?.issues ?? []) : [];
    return [
      ...found,
      ...(refused?.text === text ? refused.issues.filter((one) => !isAmong(found, one)) : []),
    ];
  }, [isSettled, check.data, refused, text]);
  const findings = useMemo(
    () => (mistake === null ? findingsOf(now, issues) : [mistake]),
    [mistake, now, issues],
  );
  const state = (): DraftState => {
    if (mistake !== null) return { kind: 'no_json' };
    if (isSettled && check.isError) {
      return { kind: 'unchecked', error: check.error, retry: () => void check.refetch() };
    }
    if (!isSettled || check.data === undefined) return { kind: 'checking' };
    return { kind: 'checked', valid: findings.every(({ severity }) => severity !== 'error') };
  };
  return {
    ...now,
    setText,
    findings,
    state: state(),
    refuse: (said) => setRefused({ text, issues: said }),
  };
}

const isAmong = (issues: readonly ManifestIssue[], { path, rule }: ManifestIssue): boolean =>
  issues.some((one) => one.path === path && one.rule === rule);
