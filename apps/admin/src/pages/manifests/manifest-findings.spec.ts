import { asManifestIssues, findingsOf, manifestText, mistakeOf } from './manifest-findings';

const TEXT = '{\n  "id": "herald",\n  "operations": {\n    "check": { "methd": "GET" }\n  }\n}';
const issue = { rule: 'manifest.unknown_key', suggestion: null } as const;

it('puts what the gateway found at its place, errors first', () => {
  const findings = findingsOf(manifestText(TEXT), [
    { ...issue, path: 'id', severity: 'warning', message: 'Short.' },
    { ...issue, path: 'docs', severity: 'error', message: 'Missing.' },
    { ...issue, path: 'operations.check.methd', severity: 'error', message: 'No.', suggestion: 'method' },
  ]);
  expect(findings.map(({ severity, message, line, column }) => [severity, message, line, column])).toEqual([
    ['error', 'Missing.', 1, 1],
    ['error', 'No. Did you mean “method”?', 4, 16],
    ['warning', 'Short.', 2, 3],
  ]);
});

it('says itself why the gateway cannot be asked', () => {
  expect(mistakeOf(manifestText(TEXT))).toBeNull();
  expect(mistakeOf(manifestText('{\n  id: 1\n}'))).toMatchObject({ line: 2, column: 3 });
  expect(mistakeOf(manifestText('[]'))).toMatchObject({
    message: 'A manifest is an object: it begins with {.',
  });
});

it('reads the places of a refused body', () => {
  const refused = [
    { path: 'manifest.id', rule: 'manifest.id_of_preset', message: 'Taken.' },
    { path: 'manifest', rule: 'manifest.type', message: 'No.' },
  ];
  expect(asManifestIssues(refused).map(({ path }) => path)).toEqual(['id', '']);
});
