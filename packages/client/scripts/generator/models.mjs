/** Every schema under its own name, so that a caller can write `PostGroup`. */
export function modelsFile(document) {
  const names = Object.keys(document.components?.schemas ?? {}).sort();
  const lines = names.map((name) => `export type ${name} = components['schemas']['${name}'];`);
  return `import type { components } from './schema';\n\n${lines.join('\n')}\n`;
}
