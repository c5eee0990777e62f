/**
 * Which names an expression looks for at the root of what it is shown, as far as its syntax tells. Inside a path, a
 * filter or a constructor that follows a path, names belong to what was found there and are nobody's business.
 */
import jsonata from 'jsonata';
import type { ManifestExpression } from './manifest-schema';

export interface RootName {
  root: string;
  /** The name after it, as in `post.text`; null where there is none, or none that is plain. */
  key: string | null;
}

interface SyntaxNode {
  type?: string;
  value?: unknown;
  steps?: SyntaxNode[];
  [part: string]: unknown;
}

/** The expression must compile. */
export function rootNamesOf(expression: ManifestExpression): RootName[] {
  const source = typeof expression === 'string' ? expression : expression.join('\n');
  const found: RootName[] = [];
  /** Iterative, so that a deep tree cannot exhaust the stack. */
  const waiting: { node: unknown; atRoot: boolean }[] = [{ node: jsonata(source).ast(), atRoot: true }];
  const seen = new Set<unknown>();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, atRoot } = next;
    if (Array.isArray(node)) {
      waiting.push(...node.map((each: unknown) => ({ node: each, atRoot })));
      continue;
    }
    if (typeof node !== 'object' || node === null || seen.has(node)) continue;
    seen.add(node);
    const syntax = node as SyntaxNode;
    if (syntax.type === 'path') found.push(...nameOf(syntax, atRoot));
    waiting.push(...partsOf(syntax, atRoot));
  }
  return found;
}

function nameOf({ steps = [] }: SyntaxNode, atRoot: boolean): RootName[] {
  const [first, second, third] = steps;
  if (first?.type === 'name' && atRoot) return [named(first, second)];
  const isRoot = first?.type === 'variable' && (first.value === '$' || (first.value === '' && atRoot));
  return isRoot && second?.type === 'name' ? [named(second, third)] : [];
}

function named(root: SyntaxNode, key: SyntaxNode | undefined): RootName {
  return { root: String(root.value), key: key?.type === 'name' ? String(key.value) : null };
}

/** What a node is made of, and whether each part is still evaluated on the root. */
function partsOf(node: SyntaxNode, atRoot: boolean): { node: unknown; atRoot: boolean }[] {
  const parts: { node: unknown; atRoot: boolean }[] = [];
  for (const [part, value] of Object.entries(node)) {
    if (part === 'steps' && Array.isArray(value)) {
      value.forEach((step: unknown, index) => parts.push({ node: step, atRoot: atRoot && index === 0 }));
    } else {
      const onFound = ['predicate', 'stages', 'group', 'terms'].includes(part);
      parts.push({ node: value, atRoot: atRoot && !onFound });
    }
  }
  return parts;
}
